import type { ReactNode } from "react";
import type { Tone } from "@/lib/words";
import classes from "./StateBadge.module.css";

/** A state in a word or two; colour never says it alone. */
export function StateBadge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
