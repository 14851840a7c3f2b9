import type { ReactNode } from "react";
import classes from "./Cell.module.css";

interface CellProps {
  readonly children: ReactNode;
  /** What is read second, such as an address after a name. */
  readonly detail?: ReactNode;
}

/** A row's name and what goes with it, on one line where there is room. */
export function Cell({ children, detail }: CellProps) {
  return (
    <span className={classes.cell}>
      <span className={classes.name}>{children}</span>
      {detail !== undefined && <span className={classes.detail}>{detail}</span>}
    </span>
  );
}
