import {
  Group,
  Pagination,
  Paper,
  Stack,
  Table,
  Text,
  TextInput,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { counted, folded } from "@/lib/words";
import classes from "./DataTable.module.css";
import { useTableSearch } from "./table-search";

const ROWS_PER_PAGE = 50;

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the column is sorted by; columns without it cannot be. */
  readonly sort?: (row: Row) => string | number;
  /** Amounts and counts stand to the right. */
  readonly figure?: boolean;
  /** For what needs no heading on a narrow screen, such as buttons. */
  readonly bare?: boolean;
}

interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The text that a search looks through. */
  readonly text: (row: Row) => string;
  readonly searchLabel: string;
  /** Quick filters, beside the search; the page applies them to `rows` itself. */
  readonly filters?: ReactNode;
  /** What stands in place of the rows when nothing fits. */
  readonly nothing?: string;
  /** `une inscription`, for the count. */
  readonly noun: readonly [string, string];
}

/** A table with search, order and pages in the address. Narrow screens show rows as cards. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, text, noun } = props;
  const { search, change } = useTableSearch();
  const words = folded(search.q ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const found = rows.filter((row) => {
    const hay = folded(text(row));
    return words.every((word) => hay.includes(word));
  });
  const sorted = inOrder(found, columns, search.tri);
  const pages = Math.max(Math.ceil(sorted.length / ROWS_PER_PAGE), 1);
  const page = Math.min(search.page ?? 1, pages);
  const shown = sorted.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <TextInput
          aria-label={props.searchLabel}
          placeholder={props.searchLabel}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search.q ?? ""}
          onChange={(event) => change({ q: event.currentTarget.value })}
          style={{ flex: "1 1 220px" }}
          maw={360}
        />
        {props.filters}
      </Group>
      <Paper p={0} className={classes.scroll ?? ""}>
        <Table
          aria-label={props.caption}
          className={classes.table ?? ""}
          verticalSpacing="sm"
          horizontalSpacing="md"
        >
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Heading
                  key={column.key}
                  column={column}
                  order={search.tri}
                  sortBy={(tri) => change({ tri, page: undefined })}
                />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <Table.Tr key={rowKey(row)}>
                {columns.map((column) => (
                  <Table.Td
                    key={column.key}
                    className={column.figure ? classes.figure : undefined}
                    data-label={column.bare ? undefined : column.title}
                  >
                    {column.cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {shown.length === 0 && (
          <Text c="gray.7" ta="center" p="xl">
            {props.nothing ?? "Rien ne correspond à cette recherche."}
          </Text>
        )}
      </Paper>
      <Group justify="space-between">
        <Text size="sm" c="gray.7" role="status">
          {counted(sorted.length, ...noun)}
          {sorted.length !== rows.length && ` sur ${rows.length.toLocaleString("fr-FR")}`}
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
    </Stack>
  );
}

const CONTROLS = {
  first: "Première page",
  previous: "Page précédente",
  next: "Page suivante",
  last: "Dernière page",
} as const;

function inOrder<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: string | undefined) {
  const key = order?.replace(/^-/, "");
  const by = columns.find((column) => column.key === key)?.sort;
  if (by === undefined) return rows;
  const direction = order?.startsWith("-") ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [left, right] = [by(one), by(other)];
    const difference =
      typeof left === "number" && typeof right === "number"
        ? left - right
        : String(left).localeCompare(String(right), "fr", { numeric: true });
    return direction * difference;
  });
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: string | undefined;
  readonly sortBy: (order: string) => void;
}

function Heading<Row>({ column, order, sortBy }: HeadingProps<Row>) {
  const className = column.figure ? classes.figure : undefined;
  if (column.sort === undefined) {
    return (
      <Table.Th className={className}>
        {column.bare ? <VisuallyHidden>{column.title}</VisuallyHidden> : column.title}
      </Table.Th>
    );
  }
  const upward = order === column.key;
  const downward = order === `-${column.key}`;
  return (
    <Table.Th className={className} aria-sort={upward ? "ascending" : downward ? "descending" : "none"}>
      <UnstyledButton
        className={classes.sort ?? ""}
        onClick={() => sortBy(upward ? `-${column.key}` : column.key)}
      >
        {column.title}
        {upward && <IconArrowUp size={16} aria-hidden />}
        {downward && <IconArrowDown size={16} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}
