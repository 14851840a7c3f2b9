import {
  IconAdjustments,
  IconBook2,
  IconCalendarEvent,
  IconCash,
  IconCashRegister,
  IconChartBar,
  IconClipboardList,
  IconClock,
  IconFileImport,
  IconHeartbeat,
  IconHome,
  IconLock,
  IconMail,
  IconMap2,
  IconReceipt,
  IconTags,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { paths } from "@/lib/paths";
import { hasRole, type Identity, type Role } from "@/lib/server/session";

export interface Entry {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly label: string;
  /** For the bottom bar, where a word must fit under its pictogram. */
  readonly short?: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly least: Role;
  /** Not shown above this role: managers have their own way there. */
  readonly most?: Role;
  /** Shown only while an edition is in view, which completes the address. */
  readonly ofEdition?: boolean;
}

/** In reading order; on a telephone the first ones stand in the bottom bar. */
const entries: readonly Entry[] = [
  { to: paths.home, label: "Accueil", icon: IconHome, least: "depositor" },
  { to: paths.rules, label: "Règles et prix", icon: IconBook2, least: "depositor", most: "volunteer" },
  { to: paths.profile, label: "Mon profil", icon: IconUser, least: "depositor", most: "depositor" },
  { to: paths.till, label: "Caisse", icon: IconCashRegister, least: "volunteer" },
  { to: paths.editions, label: "Éditions", icon: IconCalendarEvent, least: "manager" },
  {
    to: paths.edition,
    label: "Tableau de bord",
    short: "Tableau",
    icon: IconMap2,
    least: "manager",
    ofEdition: true,
  },
  {
    to: paths.configuration,
    label: "Configuration",
    icon: IconAdjustments,
    least: "manager",
    ofEdition: true,
  },
  { to: paths.slots, label: "Créneaux", icon: IconClock, least: "manager", ofEdition: true },
  { to: paths.billetweb, label: "Import Billetweb", icon: IconFileImport, least: "manager", ofEdition: true },
  { to: paths.registrations, label: "Inscriptions", icon: IconUsersGroup, least: "manager", ofEdition: true },
  { to: paths.lists, label: "Listes", icon: IconClipboardList, least: "manager", ofEdition: true },
  { to: paths.labels, label: "Étiquettes", icon: IconTags, least: "manager", ofEdition: true },
  { to: paths.sales, label: "Vente en direct", icon: IconChartBar, least: "volunteer", ofEdition: true },
  { to: paths.tickets, label: "Tickets", icon: IconReceipt, least: "volunteer", ofEdition: true },
  { to: paths.payouts, label: "Reversements", icon: IconCash, least: "manager", ofEdition: true },
  { to: paths.closing, label: "Clôture", icon: IconLock, least: "manager", ofEdition: true },
  { to: paths.users, label: "Comptes", icon: IconUsers, least: "manager" },
  { to: paths.mails, label: "Messages", icon: IconMail, least: "manager" },
  { to: paths.system, label: "Système", icon: IconHeartbeat, least: "admin" },
];

/** What a person may open: nobody sees an entry that would answer with a refusal. */
export function entriesFor(who: Identity | undefined, edition: string | undefined): readonly Entry[] {
  return entries.filter(
    (entry) =>
      hasRole(who, entry.least) &&
      (entry.most === undefined || who?.role === entry.most || !hasRole(who, entry.most)) &&
      (!entry.ofEdition || edition !== undefined),
  );
}
