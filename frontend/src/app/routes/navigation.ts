import type { ComponentType } from "react";
import { type PathName, paths } from "@/lib/paths";
import { hasRole, type Identity } from "@/lib/server/session";
import { menuIcons } from "./menu-icons";
import { isOfEdition, type Page, pages } from "./pages";

export interface Entry {
  readonly to: (typeof paths)[PathName];
  readonly label: string;
  readonly short: string;
  readonly icon: ComponentType<{ size?: number }>;
}

const table = Object.entries(pages) as readonly (readonly [PathName, Page])[];

/** What a person may open: nobody sees an entry that would answer with a refusal. */
export function entriesFor(who: Identity | undefined, edition: string | undefined): readonly Entry[] {
  return table.flatMap(([name, { least, menu }]) => {
    if (menu === undefined || least === undefined || !hasRole(who, least)) return [];
    if (menu.most !== undefined && who?.role !== menu.most && hasRole(who, menu.most)) return [];
    if (isOfEdition(name) && edition === undefined) return [];
    const { label, short = label, icon } = menu;
    return [{ to: paths[name], label, short, icon: menuIcons[icon] }];
  });
}
