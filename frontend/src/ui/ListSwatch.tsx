import type { ListSummary } from "@/domain/lists";
import classes from "./ListSwatch.module.css";

/** A list's number on the colour of its labels. */
export function ListSwatch({ list }: { readonly list: Pick<ListSummary, "number" | "color"> }) {
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
