import { type RefObject, useLayoutEffect } from "react";

/**
 * Columns keep the widths that the first rows gave them, so that nothing jumps aside when another order or page brings
 * longer words: those wrap. `measured` names what the widths are true for.
 */
export function useSteadyColumns(table: RefObject<HTMLTableElement | null>, measured: string): void {
  useLayoutEffect(() => {
    const element = table.current;
    if (element === null || measured === "") return;
    const heads = [...element.querySelectorAll<HTMLElement>("thead th")];
    element.style.tableLayout = "";
    for (const head of heads) head.style.width = "";
    const widths = heads.map((head) => head.offsetWidth);
    const whole = widths.reduce((sum, width) => sum + width, 0);
    // Cards have no columns, and a table that nobody draws has no widths.
    if (whole === 0 || getComputedStyle(element).display !== "table") return;
    for (const [at, head] of heads.entries()) head.style.width = `${(100 * (widths[at] ?? 0)) / whole}%`;
    element.style.tableLayout = "fixed";
  }, [table, measured]);
}
