import type { Tone } from "@/domain/tones";
import type { Role, User } from "./api";

export const ROLES: Readonly<Record<Role, string>> = {
  depositor: "Déposant",
  volunteer: "Bénévole",
  manager: "Gestionnaire",
  admin: "Administrateur",
};

/** What each role may do, for whoever gives it. */
export const ROLE_POWERS: Readonly<Record<Role, string>> = {
  depositor: "Remplit ses propres listes et suit ses ventes.",
  volunteer: "Tient une caisse et contrôle les listes au dépôt.",
  manager: "Prépare et conduit une édition : inscriptions, étiquettes, reversements.",
  admin: "Ouvre et clôture les éditions, gère les comptes.",
};

export const ACCOUNT_STATES: Readonly<
  Record<User["state"], { readonly words: string; readonly tone: Tone }>
> = {
  invited: { words: "Invité", tone: "waiting" },
  active: { words: "Actif", tone: "good" },
  disabled: { words: "Désactivé", tone: "bad" },
  erased: { words: "Effacé", tone: "neutral" },
};

export function nameOf({ first_name, last_name, email }: User): string {
  return `${last_name.toLocaleUpperCase("fr")} ${first_name}`.trim() || email;
}
