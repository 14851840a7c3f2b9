import { useCallback, useRef } from "react";

export interface Turns {
  /** After what was done before, so that the sentences come in the order of the deeds. None waits for the server. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** An answer that the open ticket waits for. */
  readonly awaitAlso: (answer: Promise<unknown>) => void;
  /** When everything done so far stands in the ticket, or has been refused. */
  readonly settled: () => Promise<unknown>;
}

/** The order of what happens at a desk: what is said last is about what was scanned last. */
export function useTurns(): Turns {
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const asking = useRef<Promise<unknown>>(Promise.resolve());
  const inTurn = useCallback((work: () => Promise<void>) => {
    const done = turn.current.then(work);
    turn.current = done.catch(() => undefined);
    return done;
  }, []);
  const awaitAlso = useCallback((answer: Promise<unknown>) => {
    asking.current = Promise.allSettled([asking.current, answer]);
  }, []);
  const settled = useCallback(async () => {
    await turn.current;
    await asking.current;
  }, []);
  return { inTurn, awaitAlso, settled };
}
