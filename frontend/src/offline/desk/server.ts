import type { Command } from "@/offline/decisions/commands";
import type { DeskCatalogue } from "@/offline/decisions/lists";

/** What became of a command. */
export interface CommandResult {
  readonly id: string;
  readonly status: "applied" | "superseded" | "duplicate" | "refused";
  /** Why it was refused, for people. */
  readonly message?: string;
}

export interface DeskReport {
  readonly openListId: string | undefined;
  readonly unsent: number;
}

/** What a desk asks of the server; rejects when nobody answers, or with the server's refusal. */
export interface DeskServer {
  catalogue(editionId: string, since: string | undefined): Promise<DeskCatalogue>;
  sync(
    editionId: string,
    commands: readonly Command[],
  ): Promise<{ readonly serverTime: string; readonly results: readonly CommandResult[] }>;
  report(
    sessionId: string,
    report: DeskReport,
  ): Promise<{ readonly serverTime: string; readonly open: boolean }>;
  close(sessionId: string): Promise<void>;
  /** Finds out whether anybody is there. */
  knock(): Promise<void>;
}
