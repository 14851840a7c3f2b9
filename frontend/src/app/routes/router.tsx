import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type ResolveFullPath,
  type ResolveId,
  type Route,
  type RouteComponent,
} from "@tanstack/react-router";
import type { ComponentType } from "react";
import { RootLayout } from "@/app/RootLayout";
import { isOffline, type PathName, paths } from "@/lib/paths";
import { agreesToLose } from "@/ui/dialog/leaving";
import { holdsUnsaved } from "@/ui/form/unsaved";
import { known } from "./ahead";
import { guardOf } from "./guards";
import { CrashPage, MissingPage, PendingPage } from "./outcomes";
import { isFramed, loadFrame, type Page, pages } from "./pages";

const root = createRootRoute({
  // A till and a desk do not wait for a server that may be away.
  beforeLoad: ({ location }) => (isOffline(location.pathname) ? undefined : known),
  component: RootLayout,
  notFoundComponent: MissingPage,
  errorComponent: CrashPage,
});

const framed = createRoute({
  getParentRoute: () => root,
  id: "framed",
  component: fetchedBy(loadFrame),
});

/** Every address that leads nowhere. */
const missing = createRoute({ getParentRoute: () => framed, path: "$", component: MissingPage });

function fetchedBy(load: () => Promise<ComponentType>): RouteComponent {
  return lazyRouteComponent(() => load().then((component) => ({ default: component })));
}

type Pages = typeof pages;
type Framed = {
  [Name in PathName]: Pages[Name] extends { least: unknown; frame?: never } ? Name : never;
}[PathName];
type Alone = Exclude<PathName, Framed>;

/** A page's route as links and hooks know it: its address with its parts, and what may stand behind `?`. */
type RouteOf<Parent extends AnyRoute, Name extends PathName> = Route<
  unknown,
  Parent,
  (typeof paths)[Name],
  ResolveFullPath<Parent, (typeof paths)[Name]>,
  string,
  ResolveId<Parent, string, (typeof paths)[Name]>,
  Pages[Name] extends { search: infer Search } ? Search : undefined
>;

function routesUnder<Parent extends AnyRoute, Name extends PathName>(
  parent: Parent,
  isChild: (page: Page) => boolean,
): { [One in Name]: RouteOf<Parent, One> } {
  const table = Object.entries(pages) as readonly (readonly [PathName, Page])[];
  const routes = table
    .filter(([, page]) => isChild(page))
    .map(([name, page]) => {
      const { load, search } = page;
      const path: string = paths[name];
      const route = createRoute({
        getParentRoute: () => parent,
        path,
        component: fetchedBy(load),
        beforeLoad: guardOf(name, page),
        ...(search && { validateSearch: search }),
      });
      return [name, route] as const;
    });
  return Object.fromEntries(routes) as never;
}

const routeTree = root.addChildren({
  ...routesUnder<typeof root, Alone>(root, (page) => !isFramed(page)),
  framed: framed.addChildren({ ...routesUnder<typeof framed, Framed>(framed, isFramed), missing }),
});

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: PendingPage,
  defaultPendingMs: 150,
  defaultErrorComponent: CrashPage,
  scrollRestoration: true,
});

// Filters and pages of a table are no other page: nothing is lost by them.
router.history.block({
  blockerFn: async ({ currentLocation, nextLocation }) =>
    holdsUnsaved() && currentLocation.pathname !== nextLocation.pathname && !(await agreesToLose()),
  enableBeforeUnload: holdsUnsaved,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
