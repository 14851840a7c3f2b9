import type { ListSummary } from "@/domain/lists";
import classes from "./ListSwatch.module.css";

interface ListSwatchProps {
  readonly list: Pick<ListSummary, "number"> & {
    readonly color?: { readonly hex: string; readonly name?: string } | null | undefined;
  };
}

/** A list's number on the colour of its labels. */
export function ListSwatch({ list }: ListSwatchProps) {
  return (
    <span
      className={classes.swatch}
      style={{ background: list.color?.hex ?? "var(--mantine-color-white)" }}
      title={list.color?.name}
    >
      {list.number}
    </span>
  );
}
