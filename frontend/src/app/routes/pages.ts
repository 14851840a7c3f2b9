import type { ComponentType } from "react";
import { type PathName, paths } from "@/lib/paths";
import type { Role } from "@/lib/server/session";
import { tableSearch } from "@/ui/table/table-address";
import type { MenuIcon } from "./menu-icons";

export interface Page {
  /** Fetches its code. */
  readonly load: () => Promise<ComponentType>;
  /** Stands inside the frame, for people who are logged in with this role at least; without it, anybody may come. */
  readonly least?: Role;
  /** Full screen, and open without network. */
  readonly frame?: false;
  /** Its entry in the menu; a page without one is reached from another page. */
  readonly menu?: MenuEntry;
  /** What its address may hold behind `?`. */
  readonly search?: (raw: Record<string, unknown>) => object;
}

/** What of an edition's life an entry is for, as the menu heads it, in this order. */
export const PHASES = {
  prepare: "Préparer",
  deposit: "Dépôt",
  sale: "Vente",
  after: "Après",
  association: "Association",
} as const;

interface MenuEntry {
  readonly label: string;
  /** Without one it stands on top. */
  readonly phase?: keyof typeof PHASES;
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
    load: () => import("@/features/people/entrance/LoginPage").then((it) => it.LoginPage),
    search: ({ suite }: Record<string, unknown>): { suite?: string } => (isOwnPath(suite) ? { suite } : {}),
  },
  installation: {
    load: () => import("@/features/people/entrance/InstallPage").then((it) => it.InstallPage),
  },
  activation: {
    load: () => import("@/features/people/entrance/ActivationPage").then((it) => it.ActivationPage),
  },
  forgottenPassword: {
    load: () =>
      import("@/features/people/entrance/ForgottenPasswordPage").then((it) => it.ForgottenPasswordPage),
  },
  passwordReset: {
    load: () => import("@/features/people/entrance/NewPasswordPage").then((it) => it.NewPasswordPage),
  },
  privacy: {
    load: () => import("@/features/house/privacy/PrivacyPage").then((it) => it.PrivacyPage),
  },
  openRules: {
    load: () => import("@/features/lists/rules/OpenRulesPage").then((it) => it.OpenRulesPage),
  },
  home: {
    load: () => import("@/app/HomePage").then((it) => it.HomePage),
    least: "depositor",
    menu: { label: "Accueil", icon: "home" },
  },
  till: {
    load: () => import("@/features/sale/till/TillPage").then((it) => it.TillPage),
    least: "volunteer",
    frame: false,
    menu: { label: "Caisse", phase: "sale", icon: "till" },
  },
  desk: {
    load: () => import("@/features/deposit/desk/DeskPage").then((it) => it.DeskPage),
    least: "volunteer",
    frame: false,
    menu: { label: "Table de dépôt", short: "Dépôt", phase: "deposit", icon: "desk" },
  },
  rules: {
    load: () => import("@/features/lists/rules/RulesPage").then((it) => it.RulesPage),
    least: "depositor",
    menu: { label: "Règles et prix", icon: "rules", most: "volunteer" },
  },
  profile: {
    load: () => import("@/features/people/profile/ProfilePage").then((it) => it.ProfilePage),
    least: "depositor",
    menu: { label: "Mon profil", icon: "profile", most: "depositor" },
  },
  ownData: {
    load: () => import("@/features/house/privacy/OwnDataPage").then((it) => it.OwnDataPage),
    least: "depositor",
  },
  list: {
    load: () => import("@/features/lists/declare/ListPage").then((it) => it.ListPage),
    least: "depositor",
    // The sheet of an article is a place in the history: the telephone's Back closes it.
    search: ({ article }: Record<string, unknown>): { article?: string } =>
      typeof article === "string" ? { article } : {},
  },
  mySales: {
    load: () => import("@/features/settlement/my-sales/MySalesPage").then((it) => it.MySalesPage),
    least: "depositor",
  },
  editions: {
    load: () => import("@/features/edition/overview/EditionsPage").then((it) => it.EditionsPage),
    least: "manager",
    menu: { label: "Éditions", phase: "association", icon: "editions" },
  },
  edition: {
    load: () => import("@/features/edition/board/EditionPage").then((it) => it.EditionPage),
    least: "manager",
    menu: { label: "Tableau de bord", short: "Tableau", icon: "edition" },
  },
  configuration: {
    load: () =>
      import("@/features/edition/configuration/ConfigurationPage").then((it) => it.ConfigurationPage),
    least: "manager",
    menu: { label: "Configuration", short: "Réglages", phase: "prepare", icon: "configuration" },
  },
  slots: {
    load: () => import("@/features/edition/slots/SlotsPage").then((it) => it.SlotsPage),
    least: "manager",
    menu: { label: "Créneaux", phase: "prepare", icon: "slots" },
  },
  billetweb: {
    load: () => import("@/features/registration/billetweb/ImportPage").then((it) => it.ImportPage),
    least: "manager",
    menu: { label: "Import Billetweb", short: "Import", phase: "prepare", icon: "billetweb" },
  },
  registrations: {
    load: () =>
      import("@/features/registration/depositors/RegistrationsPage").then((it) => it.RegistrationsPage),
    least: "manager",
    menu: { label: "Inscriptions", short: "Inscrits", phase: "prepare", icon: "registrations" },
    search: tableSearch("creneau", "type", "compte"),
  },
  invitations: {
    load: () =>
      import("@/features/registration/invitations/InvitationsPage").then((it) => it.InvitationsPage),
    least: "manager",
    menu: { label: "Invitations", phase: "prepare", icon: "invitations" },
    search: tableSearch("etat", "ouverture", "inscription"),
  },
  declarations: {
    load: () => import("@/features/conduct/declarations/DeclarationsPage").then((it) => it.DeclarationsPage),
    least: "manager",
    menu: { label: "Déclarations", phase: "prepare", icon: "declarations" },
    search: tableSearch("etat"),
  },
  depositor: {
    load: () => import("@/features/conduct/depositor/DepositorPage").then((it) => it.DepositorPage),
    least: "manager",
  },
  lists: {
    load: () => import("@/features/lists/overview/ListsPage").then((it) => it.ListsPage),
    least: "manager",
    menu: { label: "Listes", phase: "prepare", icon: "lists" },
    search: tableSearch("etat", "etiquettes"),
  },
  editionList: {
    load: () => import("@/features/lists/overview/EditionListPage").then((it) => it.EditionListPage),
    least: "manager",
  },
  articles: {
    load: () => import("@/features/lists/overview/ArticlesPage").then((it) => it.ArticlesPage),
    least: "manager",
    menu: { label: "Articles", phase: "deposit", icon: "articles" },
    search: tableSearch("etat", "categorie", "liste"),
  },
  article: {
    load: () => import("@/features/lists/overview/ArticlePage").then((it) => it.ArticlePage),
    least: "manager",
  },
  labels: {
    load: () => import("@/features/deposit/labels/LabelsPage").then((it) => it.LabelsPage),
    least: "manager",
    menu: { label: "Étiquettes", phase: "deposit", icon: "labels" },
    search: tableSearch(),
  },
  progress: {
    load: () => import("@/features/deposit/progress/ProgressPage").then((it) => it.ProgressPage),
    least: "volunteer",
    menu: { label: "Suivi du dépôt", short: "Suivi", phase: "deposit", icon: "progress" },
  },
  sales: {
    load: () => import("@/features/sale/board/SalesPage").then((it) => it.SalesPage),
    least: "volunteer",
    menu: { label: "Vente en direct", short: "Vente", phase: "sale", icon: "sales" },
  },
  tickets: {
    load: () => import("@/features/sale/tickets/TicketsPage").then((it) => it.TicketsPage),
    least: "volunteer",
    menu: { label: "Tickets", phase: "sale", icon: "tickets" },
    search: tableSearch("caisse", "paiement", "jour"),
  },
  payouts: {
    load: () => import("@/features/settlement/payouts/PayoutsPage").then((it) => it.PayoutsPage),
    least: "manager",
    menu: { label: "Reversements", phase: "after", icon: "payouts" },
    search: tableSearch("etat"),
  },
  closing: {
    load: () => import("@/features/conduct/closing/ClosingPage").then((it) => it.ClosingPage),
    least: "manager",
    menu: { label: "Clôture", phase: "after", icon: "closing" },
  },
  users: {
    load: () => import("@/features/people/accounts/UsersPage").then((it) => it.UsersPage),
    least: "manager",
    menu: { label: "Comptes", phase: "association", icon: "users" },
    search: tableSearch("role"),
  },
  mails: {
    load: () => import("@/features/conduct/messages/MailsPage").then((it) => it.MailsPage),
    least: "manager",
    menu: { label: "Messages", phase: "association", icon: "mails" },
    search: tableSearch("etat"),
  },
  system: {
    load: () => import("@/features/house/system/SystemPage").then((it) => it.SystemPage),
    least: "admin",
    menu: { label: "Système", phase: "association", icon: "system" },
  },
} as const satisfies Readonly<Record<PathName, Page>>;

/** What stands around every page that is logged in for, but the till. */
export const loadFrame = () => import("@/app/frame/Frame").then((it) => it.Frame);

export interface Arrival {
  readonly name: PathName;
  readonly page: Page;
  /** The parts of the address that `$` stands for. */
  readonly params: Readonly<Record<string, string>>;
}

/** The page that an address shows; nothing when there is none. */
export function arrivalAt(address: string): Arrival | undefined {
  const parts = partsOf(address);
  for (const [name, page] of Object.entries(pages) as [PathName, Page][]) {
    const own = partsOf(paths[name]);
    if (own.length !== parts.length) continue;
    const pairs = own.map((part, at) => [part, parts[at] ?? ""] as const);
    if (!pairs.every(([part, given]) => part.startsWith("$") || part === given)) continue;
    const params = pairs
      .filter(([part]) => part.startsWith("$"))
      .map(([part, given]) => [part.slice(1), given]);
    return { name, page, params: Object.fromEntries(params) };
  }
  return undefined;
}

function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, "").split("/");
}

/** Whether it stands inside the frame. */
export function isFramed({ least, frame }: Page): boolean {
  return least !== undefined && frame !== false;
}

/** Whether a page shows one edition to those who run it. */
export function isOfEdition(name: PathName): boolean {
  return paths[name].startsWith(paths.edition);
}
