import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";
import { type PathName, paths } from "@/lib/paths";
import type { Role } from "@/lib/server/session";
import { tableSearch } from "@/ui/table/table-search";
import type { MenuIcon } from "./menu-icons";

export interface Page {
  readonly component: RouteComponent;
  /** Stands inside the frame, for people who are logged in with this role at least; without it, anybody may come. */
  readonly least?: Role;
  /** Full screen, and open without network. */
  readonly frame?: false;
  /** Its entry in the menu; a page without one is reached from another page. */
  readonly menu?: MenuEntry;
  /** What its address may hold behind `?`. */
  readonly search?: (raw: Record<string, unknown>) => object;
}

interface MenuEntry {
  readonly label: string;
  /** For the bottom bar, where a word must fit under its pictogram. */
  readonly short?: string;
  readonly icon: MenuIcon;
  /** Not shown above this role: managers have their own way there. */
  readonly most?: Role;
}

/** Only an address of this application: a link must not send people elsewhere after their log-in. */
function isOwnPath(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value);
}

/**
 * Every page under the name of its address; router, guards, menus and the tests in a browser read this table. Entries of the
 * menu stand in reading order: on a telephone the first ones are in the bottom bar. An address inside an edition makes this
 * edition the one in view, and its entry shows only while there is one.
 */
export const pages = {
  login: {
    component: lazyRouteComponent(() => import("@/features/people/entrance/LoginPage"), "LoginPage"),
    search: ({ suite }: Record<string, unknown>): { suite?: string } => (isOwnPath(suite) ? { suite } : {}),
  },
  installation: {
    component: lazyRouteComponent(() => import("@/features/people/entrance/InstallPage"), "InstallPage"),
  },
  activation: {
    component: lazyRouteComponent(
      () => import("@/features/people/entrance/ActivationPage"),
      "ActivationPage",
    ),
  },
  forgottenPassword: {
    component: lazyRouteComponent(
      () => import("@/features/people/entrance/ForgottenPasswordPage"),
      "ForgottenPasswordPage",
    ),
  },
  passwordReset: {
    component: lazyRouteComponent(
      () => import("@/features/people/entrance/NewPasswordPage"),
      "NewPasswordPage",
    ),
  },
  privacy: {
    component: lazyRouteComponent(() => import("@/features/house/privacy/PrivacyPage"), "PrivacyPage"),
  },
  openRules: {
    component: lazyRouteComponent(() => import("@/features/lists/rules/OpenRulesPage"), "OpenRulesPage"),
  },
  home: {
    component: lazyRouteComponent(() => import("@/app/HomePage"), "HomePage"),
    least: "depositor",
    menu: { label: "Accueil", icon: "home" },
  },
  rules: {
    component: lazyRouteComponent(() => import("@/features/lists/rules/RulesPage"), "RulesPage"),
    least: "depositor",
    menu: { label: "Règles et prix", icon: "rules", most: "volunteer" },
  },
  profile: {
    component: lazyRouteComponent(() => import("@/features/people/profile/ProfilePage"), "ProfilePage"),
    least: "depositor",
    menu: { label: "Mon profil", icon: "profile", most: "depositor" },
  },
  ownData: {
    component: lazyRouteComponent(() => import("@/features/house/privacy/OwnDataPage"), "OwnDataPage"),
    least: "depositor",
  },
  list: {
    component: lazyRouteComponent(() => import("@/features/lists/declare/ListPage"), "ListPage"),
    least: "depositor",
  },
  mySales: {
    component: lazyRouteComponent(() => import("@/features/settlement/my-sales/MySalesPage"), "MySalesPage"),
    least: "depositor",
  },
  till: {
    component: lazyRouteComponent(() => import("@/features/sale/till/TillPage"), "TillPage"),
    least: "volunteer",
    frame: false,
    menu: { label: "Caisse", icon: "till" },
  },
  editions: {
    component: lazyRouteComponent(() => import("@/features/edition/overview/EditionsPage"), "EditionsPage"),
    least: "manager",
    menu: { label: "Éditions", icon: "editions" },
  },
  edition: {
    component: lazyRouteComponent(() => import("@/features/edition/board/EditionPage"), "EditionPage"),
    least: "manager",
    menu: { label: "Tableau de bord", short: "Tableau", icon: "edition" },
  },
  configuration: {
    component: lazyRouteComponent(
      () => import("@/features/edition/configuration/ConfigurationPage"),
      "ConfigurationPage",
    ),
    least: "manager",
    menu: { label: "Configuration", icon: "configuration" },
  },
  slots: {
    component: lazyRouteComponent(() => import("@/features/edition/slots/SlotsPage"), "SlotsPage"),
    least: "manager",
    menu: { label: "Créneaux", icon: "slots" },
  },
  billetweb: {
    component: lazyRouteComponent(() => import("@/features/registration/billetweb/ImportPage"), "ImportPage"),
    least: "manager",
    menu: { label: "Import Billetweb", icon: "billetweb" },
  },
  registrations: {
    component: lazyRouteComponent(
      () => import("@/features/registration/depositors/RegistrationsPage"),
      "RegistrationsPage",
    ),
    least: "manager",
    menu: { label: "Inscriptions", icon: "registrations" },
    search: tableSearch("creneau", "type", "compte"),
  },
  lists: {
    component: lazyRouteComponent(() => import("@/features/lists/overview/ListsPage"), "ListsPage"),
    least: "manager",
    menu: { label: "Listes", icon: "lists" },
    search: tableSearch("etat", "etiquettes"),
  },
  labels: {
    component: lazyRouteComponent(() => import("@/features/deposit/labels/LabelsPage"), "LabelsPage"),
    least: "manager",
    menu: { label: "Étiquettes", icon: "labels" },
  },
  sales: {
    component: lazyRouteComponent(() => import("@/features/sale/board/SalesPage"), "SalesPage"),
    least: "volunteer",
    menu: { label: "Vente en direct", icon: "sales" },
  },
  tickets: {
    component: lazyRouteComponent(() => import("@/features/sale/tickets/TicketsPage"), "TicketsPage"),
    least: "volunteer",
    menu: { label: "Tickets", icon: "tickets" },
    search: tableSearch("caisse", "paiement", "jour"),
  },
  payouts: {
    component: lazyRouteComponent(() => import("@/features/settlement/payouts/PayoutsPage"), "PayoutsPage"),
    least: "manager",
    menu: { label: "Reversements", icon: "payouts" },
    search: tableSearch("etat"),
  },
  closing: {
    component: lazyRouteComponent(() => import("@/features/edition/closing/ClosingPage"), "ClosingPage"),
    least: "manager",
    menu: { label: "Clôture", icon: "closing" },
  },
  users: {
    component: lazyRouteComponent(() => import("@/features/people/accounts/UsersPage"), "UsersPage"),
    least: "manager",
    menu: { label: "Comptes", icon: "users" },
    search: tableSearch("role"),
  },
  mails: {
    component: lazyRouteComponent(() => import("@/features/house/mails/MailsPage"), "MailsPage"),
    least: "manager",
    menu: { label: "Messages", icon: "mails" },
    search: tableSearch("etat"),
  },
  system: {
    component: lazyRouteComponent(() => import("@/features/house/system/SystemPage"), "SystemPage"),
    least: "admin",
    menu: { label: "Système", icon: "system" },
  },
} as const satisfies Readonly<Record<PathName, Page>>;

/** Whether a page shows one edition to those who run it. */
export function isOfEdition(name: PathName): boolean {
  return paths[name].startsWith(paths.edition);
}
