import { useCallback, useRef, useState } from "react";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { useTill } from "@/features/sale/till/till-context";
import { foreignInWords, inWords, type Message } from "@/features/sale/till/wording";
import { type Command, readScan } from "@/offline/scan/scan";
import type { Verdict } from "@/offline/scan/verdict";
import { holds } from "@/offline/ticket/basket";

/** Words typed by a person are looked for; what a scanner or the camera reads is a label or nothing. */
export type Reader = "scanner" | "person";

interface ScanDesk {
  /** One function for scanner, camera and fingers. */
  readonly scan: (text: string, reader: Reader) => Promise<void>;
  readonly choose: (code: string) => Promise<void>;
  /** After what was scanned before, so that the sentences come in the order of the deeds. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** When everything scanned so far stands in the ticket, or has been refused. */
  readonly settled: () => Promise<unknown>;
  /** From here on scans are the next customer's: an answer that comes late adds nothing any more. */
  readonly nextCustomer: () => void;
  readonly message: Message | undefined;
  readonly say: (message: Message | undefined) => void;
  /** The line to flash: just added, or scanned twice. */
  readonly touched: string | undefined;
}

interface ScanEffects {
  readonly command: (command: Command) => void;
  readonly search: (text: string) => void;
  /** A basket from another till. */
  readonly held: (number: number) => void;
}

/** What happens between a scan and what is heard and seen. */
export function useScan({ command, search, held }: ScanEffects): ScanDesk {
  const { till, exchange } = useTill();
  const [message, say] = useState<Message>();
  const [touched, setTouched] = useState<string>();
  const customer = useRef(0);

  const show = useCallback((verdict: Verdict) => {
    if (verdict.kind === "added") beepAccepted();
    else beepRefused();
    say(inWords(verdict));
    setTouched(
      verdict.kind === "added"
        ? verdict.line.code
        : verdict.kind === "already_here"
          ? verdict.code
          : undefined,
    );
  }, []);

  /** The server's word on a line that stands already. */
  const correct = useCallback(
    async (code: string) => {
      const answer = await exchange.ask(code);
      // A genuine label that the server does not know stays the till's own decision.
      if (answer === undefined || ["added", "already_here", "unknown"].includes(answer.kind)) return;
      // Paid or taken out meanwhile: the word came too late to concern anybody.
      if (!holds(till.state.get().basket, code)) return;
      const { title, detail } = inWords(answer);
      await till.refuseLines(new Map([[code, detail ?? title]]));
      show(answer);
    },
    [till, exchange, show],
  );

  /** A code that this till refused by itself: the server may know better. The ticket waits for it. */
  const askAgain = useCallback(
    async (code: string, local: Verdict) => {
      const since = customer.current;
      const answer = await exchange.ask(code);
      if (answer?.kind === "added") {
        if (since === customer.current) return show(await till.take(answer));
        beepRefused();
        say({
          tone: "bad",
          title: `${code} n’est dans aucun ticket`,
          detail: "Le serveur vient seulement de dire qu’il se vend : scannez-le encore une fois.",
        });
      } else if (answer?.kind === local.kind && since === customer.current) {
        say(inWords(answer));
      }
    },
    [till, exchange, show],
  );

  /** What the server is still asked about. */
  const asking = useRef<Promise<unknown>>(Promise.resolve());
  const settle = useCallback(
    (code: string, verdict: Verdict) => {
      show(verdict);
      if (verdict.kind === "added") void correct(code);
      else if (verdict.kind !== "already_here" && verdict.kind !== "misread")
        asking.current = Promise.allSettled([asking.current, askAgain(code, verdict)]);
    },
    [show, correct, askAgain],
  );

  /** One scan after the other: what is said last is about what was scanned last. None waits for the server. */
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const inTurn = useCallback((work: () => Promise<void>) => {
    const done = turn.current.then(work);
    turn.current = done.catch(() => undefined);
    return done;
  }, []);

  const understand = useCallback(
    async (text: string, reader: Reader): Promise<void> => {
      const read = readScan(text, till.session().editionCode);
      switch (read.kind) {
        case "label":
          return settle(read.code, await till.scanLabel(read.code, read.priceCents, read.check));
        case "code":
          return settle(read.code, await till.scanCode(read.code));
        case "command":
          return command(read.command);
        case "held":
          return held(read.number);
        case "several":
          for (const one of new Set(read.texts)) await understand(one, reader);
          return;
        case "words":
          if (reader === "person" || read.text === "") return search(read.text);
          break;
        case "foreign":
          break;
      }
      beepRefused();
      setTouched(undefined);
      say(foreignInWords(read.text, () => search("")));
    },
    [till, settle, command, search, held],
  );
  const scan = useCallback(
    (text: string, reader: Reader) => inTurn(() => understand(text, reader)),
    [inTurn, understand],
  );
  const choose = useCallback(
    (code: string) => inTurn(async () => settle(code, await till.scanCode(code, "no_label"))),
    [inTurn, till, settle],
  );
  const settled = useCallback(async () => {
    await turn.current;
    await asking.current;
  }, []);
  const nextCustomer = useCallback(() => {
    customer.current += 1;
  }, []);

  return { scan, choose, inTurn, settled, nextCustomer, message, say, touched };
}
