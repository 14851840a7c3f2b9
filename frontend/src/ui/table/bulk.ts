import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { asProblem } from "@/lib/server/problem";

/** Something that can be done to several rows. */
export interface BulkVerb<Row> {
  readonly label: string;
  readonly icon: ReactNode;
  readonly danger?: boolean;
  /** Which rows it can be done to; the button says how many of the chosen ones. */
  readonly fits?: (row: Row) => boolean;
  /** Asks what there is to ask, then has `each` do it to every row, one call after the other. */
  readonly begin: (rows: readonly Row[], each: Each<Row>) => unknown;
}

export type Each<Row> = (run: (row: Row) => Promise<unknown>) => void;

export interface Bulk<Row> {
  readonly verbs: readonly BulkVerb<Row>[];
  /** How a row is called when it is the one that failed. */
  readonly nameOf: (row: Row) => string;
  /** What is asked for again afterwards. */
  readonly refreshes: readonly QueryKey[];
}

/** How far a deed on several rows is, and what it came to. */
export interface BulkProgress<Row> {
  readonly label: string;
  readonly total: number;
  readonly done: number;
  readonly failed: readonly { readonly row: Row; readonly why: string }[];
  readonly running: boolean;
}

/** Does something to rows one after the other: a refusal is noted and does not keep the others from their turn. */
export function useBulkRun<Row>({ refreshes }: Bulk<Row>, ended: (failed: readonly Row[]) => void) {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<BulkProgress<Row>>();
  const stopped = useRef(false);
  const run = async (label: string, rows: readonly Row[], one: (row: Row) => Promise<unknown>) => {
    stopped.current = false;
    let [done, failed]: [number, BulkProgress<Row>["failed"]] = [0, []];
    const tell = (running: boolean) => setProgress({ label, total: rows.length, done, failed, running });
    tell(true);
    for (const row of rows) {
      if (stopped.current) break;
      try {
        await one(row);
        done += 1;
      } catch (thrown) {
        failed = [...failed, { row, why: asProblem(thrown).message }];
      }
      tell(true);
    }
    await Promise.all(refreshes.map((queryKey) => queries.invalidateQueries({ queryKey })));
    tell(false);
    ended([...failed.map(({ row }) => row), ...rows.slice(done + failed.length)]);
  };
  const stop = () => {
    stopped.current = true;
  };
  return { progress, run, stop, dismiss: () => setProgress(undefined) };
}
