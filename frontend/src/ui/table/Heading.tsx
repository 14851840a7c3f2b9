import { Table, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import classes from "./Heading.module.css";
import type { Column } from "./rows";

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: string | undefined;
  readonly sortBy: (order: string) => void;
}

/** A column's title; one that can be sorted by says so before anybody tries. */
export function Heading<Row>({ column, order, sortBy }: HeadingProps<Row>) {
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
  const Sign = upward ? IconArrowUp : downward ? IconArrowDown : IconArrowsSort;
  return (
    <Table.Th className={className} aria-sort={upward ? "ascending" : downward ? "descending" : "none"}>
      <UnstyledButton
        className={classes.sort ?? ""}
        onClick={() => sortBy(upward ? `-${column.key}` : column.key)}
      >
        {column.title}
        <Sign size={16} aria-hidden data-waiting={(!upward && !downward) || undefined} />
      </UnstyledButton>
    </Table.Th>
  );
}
