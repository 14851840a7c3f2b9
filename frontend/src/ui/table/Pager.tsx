import { Group, Pagination, Text } from "@mantine/core";
import { counted } from "@/lib/words";
import type { Rows } from "./rows";
import { useTableSearch } from "./table-search";

interface PagerProps {
  readonly rows: Rows<unknown>;
  readonly noun: readonly [string, string];
}

/** How many there are, and the way to the other pages. */
export function Pager({ rows: { found, outOf, page, pages }, noun }: PagerProps) {
  const { change } = useTableSearch();
  return (
    <Group justify="space-between">
      <Text size="sm" c="gray.7" role="status">
        {counted(found, ...noun)}
        {found !== outOf && ` sur ${outOf.toLocaleString("fr-FR")}`}
      </Text>
      {pages > 1 && (
        <Pagination
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
