import type { ComponentType } from "react";
import type { EditionStatus } from "@/domain/editions";
import { type PathName, paths } from "@/lib/paths";
import { hasRole, type Identity } from "@/lib/server/session";
import { menuIcons } from "./menu-icons";
import { isOfEdition, type Page, PHASES, pages } from "./pages";

export interface Entry {
  readonly to: (typeof paths)[PathName];
  readonly label: string;
  readonly short: string;
  readonly phase: keyof typeof PHASES | undefined;
  readonly icon: ComponentType<{ size?: number }>;
}

const table = Object.entries(pages) as readonly (readonly [PathName, Page])[];

/** What a person may open: nobody sees an entry that would answer with a refusal. */
export function entriesFor(who: Identity | undefined, edition: string | undefined): readonly Entry[] {
  return table.flatMap(([name, { least, menu }]) => {
    if (menu === undefined || least === undefined || !hasRole(who, least)) return [];
    if (menu.most !== undefined && who?.role !== menu.most && hasRole(who, menu.most)) return [];
    if (isOfEdition(name) && edition === undefined) return [];
    const { label, short = label, phase, icon } = menu;
    return [{ to: paths[name], label, short, phase, icon: menuIcons[icon] }];
  });
}

/** What a telephone's bottom bar is for while an edition is in this state; the rest of its places go to the first entries. */
const QUICK: Readonly<Partial<Record<EditionStatus, readonly PathName[]>>> = {
  draft: ["edition", "configuration", "slots"],
  configured: ["edition", "slots", "billetweb"],
  registrations_open: ["edition", "registrations", "lists"],
  deposit: ["desk", "progress", "edition", "registrations", "labels"],
  sale: ["sales", "tickets", "payouts"],
  settlement: ["payouts", "tickets", "closing"],
  closed: ["edition", "payouts", "editions"],
};

/** The entries under a thumb: home, then what is done these days. All of them where they fit; else one place stays for the rest. */
export function quickOf(
  entries: readonly Entry[],
  status: EditionStatus | undefined,
  places: number,
): readonly Entry[] {
  if (entries.length <= places) return entries;
  const wanted = (status && QUICK[status]) ?? [];
  const [home, ...others] = entries;
  const first = wanted.flatMap((name) => others.filter(({ to }) => to === paths[name]));
  const rest = others.filter((entry) => !first.includes(entry));
  return [...(home ? [home] : []), ...first, ...rest].slice(0, places - 1);
}

/** The entries under their phases, those without one on top. Few entries need no headings: they are one group. */
export function grouped(
  entries: readonly Entry[],
): readonly (readonly [heading: string, readonly Entry[]])[] {
  const phases = new Set(entries.map(({ phase }) => phase));
  if (phases.size <= 2) return [["", entries]];
  const top = entries.filter(({ phase }) => phase === undefined);
  const below = Object.entries(PHASES).map(
    ([name, heading]) => [heading, entries.filter(({ phase }) => phase === name)] as const,
  );
  return [["", top] as const, ...below].filter(([, group]) => group.length > 0);
}
