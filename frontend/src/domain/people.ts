import type { Role } from "@/lib/server/session";

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  depositor: "Déposant",
  volunteer: "Bénévole",
  manager: "Gestionnaire",
  admin: "Administrateur",
};

interface Named {
  readonly first_name: string;
  readonly last_name: string;
  readonly email?: string;
}

/** `MARTIN Camille`, as lists have it, or the address until the names are known. */
export function nameOf({ first_name, last_name, email = "" }: Named): string {
  return `${last_name.toLocaleUpperCase("fr")} ${first_name}`.trim() || email;
}

/** `Camille Martin`, as people are spoken to. */
export function spokenNameOf({ first_name, last_name, email = "" }: Named): string {
  return `${first_name} ${last_name}`.trim() || email;
}
