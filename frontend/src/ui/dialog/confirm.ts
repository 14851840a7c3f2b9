import type { ReactNode } from "react";
import { createStore } from "@/lib/store";

interface Question {
  readonly title: string;
  /** What will happen, in numbers. */
  readonly body: ReactNode;
  /** The verb of the deed: `Clôturer l’édition`, never `OK`. */
  readonly confirm: string;
  /** What the other button says. */
  readonly cancel?: string;
  readonly danger?: boolean;
}

/** A question on the screen, waiting for its answer. */
export interface AskedQuestion extends Question {
  readonly settle: (yes: boolean) => void;
}

export const asked = createStore<AskedQuestion | undefined>(undefined);

/** Asks before what cannot be undone; true when the person agreed. */
export function confirm(question: Question): Promise<boolean> {
  asked.get()?.settle(false);
  return new Promise((resolve) => {
    asked.set({
      ...question,
      settle: (yes) => {
        asked.set(undefined);
        resolve(yes);
      },
    });
  });
}
