import type { StateWords } from "@/lib/words";
import type { Finding, System, Task } from "./api";

export const LEVELS: Readonly<Record<Finding["level"], StateWords>> = {
  fine: { words: "Bien", tone: "good" },
  warning: { words: "À surveiller", tone: "waiting" },
  failure: { words: "À réparer", tone: "bad" },
};

export const DOORS: Readonly<Record<System["door"], string>> = {
  fastcgi: "FastCGI",
  cgi: "CGI",
  server: "Serveur intégré",
};

const NEVER: StateWords = { words: "Jamais fait", tone: "neutral" };

const TASK_STATES: Readonly<Record<NonNullable<Task["state"]>, StateWords>> = {
  running: { words: "En cours", tone: "accent" },
  done: { words: "Fait", tone: "good" },
  failed: { words: "Échec", tone: "bad" },
};

export function stateOf(task: Task): StateWords {
  return task.state ? TASK_STATES[task.state] : NEVER;
}

/** `350 ms`, `12 s`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "";
  return ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 1_000)} s`;
}

/** `1,2 Mo`. */
export function megabytes(bytes: number): string {
  const shown = Math.max(bytes / 1_000_000, 0.1);
  return `${shown.toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0Mo`;
}
