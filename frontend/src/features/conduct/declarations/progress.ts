import { localParts } from "@/lib/dates";
import type { StateWords } from "@/lib/words";
import type { Declaration } from "./api";

/** How far somebody is, as the filter of the page names it. */
export type Progress = "none" | "begun" | "done";

export const PROGRESS: Readonly<Record<Progress, StateWords>> = {
  none: { words: "Pas encore commencé", tone: "bad" },
  begun: { words: "Commencé, pas validé", tone: "waiting" },
  done: { words: "Validé", tone: "good" },
};

type Counts = Pick<Declaration, "lists" | "validated_lists">;

export function progressOf({ lists, validated_lists }: Counts): Progress {
  if (validated_lists > 0) return "done";
  return lists > 0 ? "begun" : "none";
}

/** Whether somebody has nothing validated yet. */
export function isLate(one: Counts): boolean {
  return progressOf(one) !== "done";
}

/** Whether a reminder has left today, in France: there is never a second one. */
export function wasRemindedToday(
  { reminded_at }: Pick<Declaration, "reminded_at">,
  now = new Date(),
): boolean {
  return reminded_at != null && localParts(reminded_at).day === localParts(now.toISOString()).day;
}
