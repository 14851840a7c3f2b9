import { Checkbox, Group, Paper, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { BulkBar } from "@/ui/table/choice/BulkBar";
import { useSelection } from "@/ui/table/choice/selection";
import type { Bulk } from "./bulk";
import { Heading } from "./Heading";
import classes from "./PagedTable.module.css";
import { Pager } from "./Pager";
import type { Column, Rows } from "./rows";
import { useSteadyColumns } from "./steady-columns";
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
  /** What Enter in the search does once a single row is left. */
  readonly open?: ((row: Row) => void) | undefined;
  /** What can be done to several rows; each then has a box to be chosen by. */
  readonly bulk?: Bulk<Row> | undefined;
}

/** A table with search, order and pages in the address. Narrow screens show rows as cards. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { columns, rows, rowKey, noun, open, bulk } = props;
  const { search, change } = useTableSearch();
  const selection = useSelection(rows.shown, rowKey);
  const table = useRef<HTMLTableElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const keys = [...columns.map(({ key }) => key), ...(bulk ? ["choice"] : [])].join(" ");
  useSteadyColumns(table, rows.shown.length > 0 ? keys : "");
  const focusPage = usePageFocus(rows.page, foot);
  const [some, every] = [rows.shown.some(selection.has), rows.shown.every(selection.has)];
  return (
    <Stack gap="sm" ref={focusPage} tabIndex={-1} className={classes.whole ?? ""} aria-label={props.caption}>
      <Group gap="sm">
        <TextInput
          aria-label={props.searchLabel}
          placeholder={props.searchLabel}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search.q ?? ""}
          onChange={(event) => change({ q: event.currentTarget.value })}
          onKeyDown={({ key }) => {
            const [only] = rows.shown;
            if (key === "Enter" && rows.found === 1 && only !== undefined) open?.(only);
          }}
          style={{ flex: "1 1 220px" }}
          maw={420}
        />
        {props.filters}
      </Group>
      <Pager rows={rows} noun={noun} />
      {bulk && <BulkBar bulk={bulk} rows={rows} selection={selection} noun={noun} />}
      <Paper p={0} className={classes.place ?? ""}>
        <div className={classes.scroll}>
          <Table
            ref={table}
            aria-label={props.caption}
            className={classes.table ?? ""}
            data-chosen-from={bulk !== undefined || undefined}
          >
            <Table.Thead>
              <Table.Tr>
                {bulk && (
                  <Table.Th className={classes.choice}>
                    <Checkbox
                      aria-label="Choisir toute la page"
                      checked={some && every}
                      indeterminate={some && !every}
                      onChange={() => selection.choose(rows.shown, !(some && every))}
                    />
                  </Table.Th>
                )}
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
                <Table.Tr key={rowKey(row)} data-chosen={(bulk && selection.has(row)) || undefined}>
                  {bulk && (
                    <Table.Td className={classes.choice}>
                      <Checkbox
                        aria-label={`Choisir ${bulk.nameOf(row)}`}
                        checked={selection.has(row)}
                        onChange={({ currentTarget: { checked } }) => selection.choose([row], checked)}
                      />
                    </Table.Td>
                  )}
                  {columns.map((column) => (
                    <Table.Td
                      key={column.key}
                      className={column.figure ? classes.figure : undefined}
                      data-bare={column.bare || undefined}
                      data-label={column.bare || column.plain ? undefined : `${column.title}\u00a0:`}
                    >
                      {column.cell(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        {rows.shown.length === 0 && (
          <Text c="gray.7" ta="center" p="xl">
            {props.nothing ?? "Rien ne correspond à cette recherche."}
          </Text>
        )}
      </Paper>
      <div ref={foot} className={classes.foot}>
        <Pager rows={rows} noun={noun} again />
      </div>
    </Stack>
  );
}

/** Another page is read from its top: the focus leaves the foot, or the button that has just gone. */
function usePageFocus(page: number, foot: React.RefObject<HTMLElement | null>) {
  const whole = useRef<HTMLDivElement>(null);
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body && !foot.current?.contains(activeElement))
      return;
    whole.current?.focus({ preventScroll: true });
    whole.current?.scrollIntoView();
  }, [page, foot]);
  return whole;
}
