import { useCallback, useRef, useState } from "react";
import { type Command, readScan } from "@/offline/scan";
import type { Verdict } from "@/offline/verdict";
import { beepAccepted, beepRefused } from "./sounds";
import { useTill } from "./till-context";
import { inWords, type Message } from "./wording";

interface ScanDesk {
  /** One function for scanner, camera and fingers. */
  readonly scan: (text: string) => Promise<void>;
  readonly choose: (code: string) => Promise<void>;
  /** When everything scanned so far stands in the ticket, or has been refused. */
  readonly settled: () => Promise<unknown>;
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

  /** The server's word on a line that stands already; on an unknown code it is the only one. */
  const correct = useCallback(
    async (code: string, local: Verdict) => {
      const answer = await exchange.ask(code);
      if (answer === undefined || answer.kind === "added" || answer.kind === "already_here") {
        if (local.kind !== "added" && answer?.kind === "added") show(await till.take(answer));
        return;
      }
      const sellable = local.kind === "added";
      // A genuine label that the server does not know stays the till's own decision.
      if (!sellable || answer.kind === "unknown") {
        if (answer.kind === local.kind) say(inWords(answer));
        return;
      }
      const { title, detail } = inWords(answer);
      await till.refuseLines(new Map([[code, detail ?? title]]));
      show(answer);
    },
    [till, exchange, show],
  );

  const settle = useCallback(
    (code: string, verdict: Verdict) => {
      show(verdict);
      if (verdict.kind !== "already_here" && verdict.kind !== "misread") void correct(code, verdict);
    },
    [show, correct],
  );

  const pending = useRef<Promise<unknown>>(Promise.resolve());
  const noted = useCallback((work: Promise<void>) => {
    pending.current = Promise.allSettled([pending.current, work]);
    return work;
  }, []);

  const enter = useCallback(async (code: string) => settle(code, await till.scanCode(code)), [till, settle]);
  const choose = useCallback((code: string) => noted(enter(code)), [noted, enter]);

  const understand = useCallback(
    async (text: string) => {
      const read = readScan(text, till.session().editionCode);
      switch (read.kind) {
        case "label":
          return settle(read.code, await till.scanLabel(read.code, read.priceCents, read.check));
        case "code":
          return enter(read.code);
        case "command":
          return command(read.command);
        case "held":
          return held(read.number);
        case "words":
          if (read.text !== "") search(read.text);
      }
    },
    [till, settle, enter, command, search, held],
  );
  const scan = useCallback((text: string) => noted(understand(text)), [noted, understand]);

  return { scan, choose, settled: () => pending.current, message, say, touched };
}
