/**
 * Every address of the application. Mails point at `activation` and `passwordReset` with the token behind `#`, so that it
 * never reaches a log.
 */
export const paths = {
  home: "/",
  login: "/connexion",
  installation: "/installation",
  activation: "/activation",
  forgottenPassword: "/mot-de-passe/oublie",
  passwordReset: "/mot-de-passe/nouveau",
  privacy: "/confidentialite",
  profile: "/profil",
  ownData: "/profil/donnees",
  rules: "/regles",
  /** The same for people without an account yet. */
  openRules: "/reglement",
  list: "/listes/$listId",
  mySales: "/mes-ventes/$editionId",
  till: "/caisse",
  desk: "/depot",
  users: "/comptes",
  mails: "/messages",
  system: "/systeme",
  editions: "/editions",
  edition: "/editions/$editionId",
  configuration: "/editions/$editionId/configuration",
  slots: "/editions/$editionId/creneaux",
  billetweb: "/editions/$editionId/import",
  registrations: "/editions/$editionId/inscriptions",
  invitations: "/editions/$editionId/invitations",
  declarations: "/editions/$editionId/declarations",
  depositor: "/editions/$editionId/deposants/$userId",
  lists: "/editions/$editionId/listes",
  /** A list as those who run the edition see it; `list` is its depositor's page. */
  editionList: "/editions/$editionId/listes/$listId",
  articles: "/editions/$editionId/articles",
  article: "/editions/$editionId/articles/$articleId",
  labels: "/editions/$editionId/etiquettes",
  progress: "/editions/$editionId/depot",
  sales: "/editions/$editionId/ventes",
  tickets: "/editions/$editionId/tickets",
  payouts: "/editions/$editionId/reversements",
  closing: "/editions/$editionId/cloture",
} as const;

export type PathName = keyof typeof paths;

/** What works without network has its own words for what other pages are told in a notice. */
export function isOffline(path: string): boolean {
  return path === paths.till || path === paths.desk;
}
