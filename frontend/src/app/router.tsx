import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import { session } from "@/lib/session";
import { tableSearch } from "@/ui/table-search";
import { needs, needsForEdition, needsTill } from "./guards";
import { CrashPage, MissingPage, PendingPage } from "./outcomes";
import { RootLayout } from "./RootLayout";

let started: Promise<void> | undefined;

const root = createRootRoute({
  beforeLoad: ({ location }) => {
    started ??= session.restore();
    // A till does not wait for a server that may be away.
    return location.pathname === paths.till ? undefined : started;
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

const installation = createRoute({
  getParentRoute: () => root,
  path: paths.installation,
  component: lazyRouteComponent(() => import("@/features/auth/InstallPage"), "InstallPage"),
});

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

const openRules = createRoute({
  getParentRoute: () => root,
  path: paths.openRules,
  component: lazyRouteComponent(() => import("@/features/lists/OpenRulesPage"), "OpenRulesPage"),
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

const profile = createRoute({
  getParentRoute: () => framed,
  path: paths.profile,
  component: lazyRouteComponent(() => import("@/features/auth/ProfilePage"), "ProfilePage"),
});

const ownData = createRoute({
  getParentRoute: () => framed,
  path: paths.ownData,
  component: lazyRouteComponent(() => import("@/features/privacy/OwnDataPage"), "OwnDataPage"),
});

const rules = createRoute({
  getParentRoute: () => framed,
  path: paths.rules,
  component: lazyRouteComponent(() => import("@/features/lists/RulesPage"), "RulesPage"),
});

const list = createRoute({
  getParentRoute: () => framed,
  path: paths.list,
  component: lazyRouteComponent(() => import("@/features/lists/ListPage"), "ListPage"),
});

const mySales = createRoute({
  getParentRoute: () => framed,
  path: paths.mySales,
  component: lazyRouteComponent(() => import("@/features/payouts/MySalesPage"), "MySalesPage"),
});

const users = createRoute({
  getParentRoute: () => framed,
  path: paths.users,
  validateSearch: tableSearch("role"),
  beforeLoad: needs("manager"),
  component: lazyRouteComponent(() => import("@/features/users/UsersPage"), "UsersPage"),
});

const mails = createRoute({
  getParentRoute: () => framed,
  path: paths.mails,
  validateSearch: tableSearch("etat"),
  beforeLoad: needs("manager"),
  component: lazyRouteComponent(() => import("@/features/system/MailsPage"), "MailsPage"),
});

const system = createRoute({
  getParentRoute: () => framed,
  path: paths.system,
  beforeLoad: needs("admin"),
  component: lazyRouteComponent(() => import("@/features/system/SystemPage"), "SystemPage"),
});

const editions = createRoute({
  getParentRoute: () => framed,
  path: paths.editions,
  beforeLoad: needs("manager"),
  component: lazyRouteComponent(() => import("@/features/editions/EditionsPage"), "EditionsPage"),
});

const edition = createRoute({
  getParentRoute: () => framed,
  path: paths.edition,
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/editions/EditionPage"), "EditionPage"),
});

const configuration = createRoute({
  getParentRoute: () => framed,
  path: paths.configuration,
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/editions/ConfigurationPage"), "ConfigurationPage"),
});

const slots = createRoute({
  getParentRoute: () => framed,
  path: paths.slots,
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/editions/SlotsPage"), "SlotsPage"),
});

const billetweb = createRoute({
  getParentRoute: () => framed,
  path: paths.billetweb,
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/depositors/ImportPage"), "ImportPage"),
});

const registrations = createRoute({
  getParentRoute: () => framed,
  path: paths.registrations,
  validateSearch: tableSearch("creneau", "type", "compte"),
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/depositors/RegistrationsPage"), "RegistrationsPage"),
});

const lists = createRoute({
  getParentRoute: () => framed,
  path: paths.lists,
  validateSearch: tableSearch("etat", "etiquettes"),
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/lists/ListsPage"), "ListsPage"),
});

const labels = createRoute({
  getParentRoute: () => framed,
  path: paths.labels,
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/labels/LabelsPage"), "LabelsPage"),
});

const sales = createRoute({
  getParentRoute: () => framed,
  path: paths.sales,
  beforeLoad: needsForEdition("volunteer"),
  component: lazyRouteComponent(() => import("@/features/sales/SalesPage"), "SalesPage"),
});

const tickets = createRoute({
  getParentRoute: () => framed,
  path: paths.tickets,
  validateSearch: tableSearch("caisse", "paiement", "jour"),
  beforeLoad: needsForEdition("volunteer"),
  component: lazyRouteComponent(() => import("@/features/sales/TicketsPage"), "TicketsPage"),
});

const payouts = createRoute({
  getParentRoute: () => framed,
  path: paths.payouts,
  validateSearch: tableSearch("etat"),
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/payouts/PayoutsPage"), "PayoutsPage"),
});

const closing = createRoute({
  getParentRoute: () => framed,
  path: paths.closing,
  beforeLoad: needsForEdition("manager"),
  component: lazyRouteComponent(() => import("@/features/editions/ClosingPage"), "ClosingPage"),
});

/** Full screen, and open without network: the frame stays outside. */
const till = createRoute({
  getParentRoute: () => root,
  path: paths.till,
  beforeLoad: needsTill,
  component: lazyRouteComponent(() => import("@/features/checkout/TillPage"), "TillPage"),
});

const routeTree = root.addChildren([
  login,
  installation,
  activation,
  forgottenPassword,
  newPassword,
  privacy,
  openRules,
  till,
  framed.addChildren([
    home,
    profile,
    ownData,
    rules,
    list,
    mySales,
    users,
    mails,
    system,
    editions,
    edition,
    configuration,
    slots,
    billetweb,
    registrations,
    lists,
    labels,
    sales,
    tickets,
    payouts,
    closing,
  ]),
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
