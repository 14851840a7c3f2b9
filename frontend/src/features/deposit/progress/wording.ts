import { counted, type Tone } from "@/lib/words";
import type { DeskView } from "./api";

/** A clock further off than this is told. */
const CLOCK_OFF_MS = 5 * 60_000;
/** A desk that was not heard of for longer than this does not work any more, or has no network. */
const SILENT_MS = 2 * 60_000;

export interface DeskState {
  readonly words: string;
  readonly tone: Tone;
}

/** What a board says of a desk at a glance. */
export function deskState(desk: DeskView, now: number): DeskState {
  if (desk.closed_at != null) {
    return desk.unsent > 0
      ? { words: `Fermée, ${counted(desk.unsent, "décision")} à envoyer`, tone: "bad" }
      : { words: "Fermée", tone: "neutral" };
  }
  const heard = Date.parse(desk.heard_at ?? desk.opened_at);
  if (now - heard > SILENT_MS) return { words: "Sans nouvelles", tone: "waiting" };
  if (desk.unsent > 0) return { words: `${counted(desk.unsent, "décision")} à envoyer`, tone: "waiting" };
  return { words: "En ligne", tone: "good" };
}

/** What is wrong with the clock of a desk; nothing when it is right. */
export function clockWarning(desk: DeskView): string | undefined {
  if (Math.abs(desk.clock_off_ms) <= CLOCK_OFF_MS) return undefined;
  const minutes = Math.round(Math.abs(desk.clock_off_ms) / 60_000);
  return `Son horloge ${desk.clock_off_ms > 0 ? "avance" : "retarde"} de ${counted(minutes, "minute")} : réglez-la.`;
}

/** `4 min par liste`. */
export function pace(minutes: number): string {
  return `${minutes.toLocaleString("fr-FR", { maximumFractionDigits: 1 })} min par liste`;
}
