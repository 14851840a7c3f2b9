import { Group, Paper, Stack, Table, Text, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./PagedTable.module.css";
import { Pager } from "./Pager";
import type { Column, Rows } from "./rows";
import { useTableSearch } from "./table-search";

interface PagedTableProps<Row> {
  /** What the table holds, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** The page in view, from `useLocalRows` or `serverRows`. */
  readonly rows: Rows<Row>;
  readonly rowKey: (row: Row) => string;
  readonly searchLabel: string;
  /** Quick filters, beside the search; the page applies them itself. */
  readonly filters?: ReactNode;
  /** What stands in place of the rows when nothing fits. */
  readonly nothing?: string;
  /** `une inscription`, for the count. */
  readonly noun: readonly [string, string];
}

/** A table with search, order and pages in the address. Narrow screens show rows as cards. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { columns, rows, rowKey, noun } = props;
  const { search, change } = useTableSearch();
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
            {rows.shown.map((row) => (
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
        {rows.shown.length === 0 && (
          <Text c="gray.7" ta="center" p="xl">
            {props.nothing ?? "Rien ne correspond à cette recherche."}
          </Text>
        )}
      </Paper>
      <Pager rows={rows} noun={noun} />
    </Stack>
  );
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
