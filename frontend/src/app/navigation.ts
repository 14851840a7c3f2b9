import { IconCashRegister, IconHome } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { paths } from "@/lib/paths";
import { hasRole, type Identity, type Role } from "@/lib/session";

export interface Entry {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly label: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly least: Role;
  /** Shown only while an edition is in view, which completes the address. */
  readonly ofEdition?: boolean;
}

/** In reading order; on a telephone the first ones stand in the bottom bar. */
const entries: readonly Entry[] = [
  { to: paths.home, label: "Accueil", icon: IconHome, least: "depositor" },
  { to: paths.till, label: "Caisse", icon: IconCashRegister, least: "volunteer" },
];

/** What a person may open: nobody sees an entry that would answer with a refusal. */
export function entriesFor(who: Identity | undefined, edition: string | undefined): readonly Entry[] {
  return entries.filter((entry) => hasRole(who, entry.least) && (!entry.ofEdition || edition !== undefined));
}
