import { Group, Pagination, Text } from "@mantine/core";
import { counted } from "@/lib/words";
import type { Rows } from "./rows";
import { useTableSearch } from "./table-search";

interface PagerProps {
  readonly rows: Rows<unknown>;
  readonly noun: readonly [string, string];
  /** The same way once more, at the foot: the count stands on top already. */
  readonly again?: boolean;
}

/** How many there are, and the way to the other pages. */
export function Pager({ rows: { found, outOf, page, pages }, noun, again = false }: PagerProps) {
  const { change } = useTableSearch();
  if (again && pages < 2) return null;
  return (
    <Group justify={again ? "flex-end" : "space-between"} gap="xs">
      {!again && (
        <Text role="status" size="sm" fw={600} style={{ whiteSpace: "nowrap" }}>
          {counted(found, ...noun)}
          {found !== outOf && ` sur ${outOf.toLocaleString("fr-FR")}`}
        </Text>
      )}
      {pages > 1 && (
        <Pagination
          component="nav"
          aria-label={again ? "Pages, au pied du tableau" : "Pages"}
          total={pages}
          value={page}
          onChange={(next) => change({ page: next })}
          getControlProps={(control) => ({ "aria-label": CONTROLS[control] })}
          getItemProps={(item) => ({ "aria-label": `Page ${item}` })}
        />
      )}
    </Group>
  );
}

const CONTROLS = {
  first: "Première page",
  previous: "Page précédente",
  next: "Page suivante",
  last: "Dernière page",
} as const;
