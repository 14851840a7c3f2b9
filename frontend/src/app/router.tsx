import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import { session } from "@/lib/session";
import { needs } from "./guards";
import { CrashPage, MissingPage, PendingPage } from "./outcomes";
import { RootLayout } from "./RootLayout";

let started: Promise<void> | undefined;

const root = createRootRoute({
  beforeLoad: () => {
    started ??= session.restore();
    return started;
  },
  component: RootLayout,
  notFoundComponent: MissingPage,
  errorComponent: CrashPage,
});

const login = createRoute({
  getParentRoute: () => root,
  path: paths.login,
  validateSearch: (search): { suite?: string } => (isOwnPath(search.suite) ? { suite: search.suite } : {}),
  component: lazyRouteComponent(() => import("@/features/auth/LoginPage"), "LoginPage"),
});

/** Only an address of this application: a link must not send people elsewhere after their log-in. */
function isOwnPath(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value);
}

const activation = createRoute({
  getParentRoute: () => root,
  path: paths.activation,
  component: lazyRouteComponent(() => import("@/features/auth/ActivationPage"), "ActivationPage"),
});

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: paths.forgottenPassword,
  component: lazyRouteComponent(
    () => import("@/features/auth/ForgottenPasswordPage"),
    "ForgottenPasswordPage",
  ),
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: paths.passwordReset,
  component: lazyRouteComponent(() => import("@/features/auth/NewPasswordPage"), "NewPasswordPage"),
});

const privacy = createRoute({
  getParentRoute: () => root,
  path: paths.privacy,
  component: lazyRouteComponent(() => import("@/features/privacy/PrivacyPage"), "PrivacyPage"),
});

/** Pages inside the frame, for people who are logged in. */
const framed = createRoute({
  getParentRoute: () => root,
  id: "framed",
  beforeLoad: needs("depositor"),
  component: lazyRouteComponent(() => import("./Frame"), "Frame"),
});

const home = createRoute({
  getParentRoute: () => framed,
  path: paths.home,
  component: lazyRouteComponent(() => import("./HomePage"), "HomePage"),
});

/** Full screen, and open without network: the frame stays outside. */
const till = createRoute({
  getParentRoute: () => root,
  path: paths.till,
  beforeLoad: needs("volunteer"),
  component: lazyRouteComponent(() => import("@/features/checkout/TillPage"), "TillPage"),
});

const routeTree = root.addChildren([
  login,
  activation,
  forgottenPassword,
  newPassword,
  privacy,
  till,
  framed.addChildren([home]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: PendingPage,
  defaultPendingMs: 150,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
