import type { StateWords } from "@/lib/words";
import type { Role, User } from "./api";

/** What each role may do, for whoever gives it. */
export const ROLE_POWERS: Readonly<Record<Role, string>> = {
  depositor: "Remplit ses propres listes et suit ses ventes.",
  volunteer: "Tient une caisse et contrôle les listes au dépôt.",
  manager: "Prépare et conduit une édition : inscriptions, étiquettes, reversements.",
  admin: "Ouvre et clôture les éditions, gère les comptes.",
};

/** Depositors come by their registrations, admins by a change of role: here come the people who help. */
export const OFFERED_ROLES: readonly Role[] = ["volunteer", "manager"];

export const ACCOUNT_STATES: Readonly<Record<User["state"], StateWords>> = {
  invited: { words: "À activer", tone: "waiting" },
  active: { words: "Actif", tone: "good" },
  disabled: { words: "Désactivé", tone: "bad" },
  erased: { words: "Effacé", tone: "neutral" },
};
