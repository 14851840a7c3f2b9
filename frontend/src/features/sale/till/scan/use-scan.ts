import { useCallback, useState } from "react";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { useTill } from "@/features/sale/till/till-context";
import { foreignInWords, inWords, type Message } from "@/features/sale/till/wording";
import { type Command, readScan } from "@/offline/scan/scan";
import type { Verdict } from "@/offline/scan/verdict";
import { holds } from "@/offline/ticket/basket";
import type { Turns } from "./use-turns";

/** Words typed by a person are looked for; what a scanner or the camera reads is a label or nothing. */
export type Reader = "scanner" | "person";

interface ScanDesk {
  /** One function for scanner, camera and fingers. */
  readonly scan: (text: string, reader: Reader) => Promise<void>;
  readonly choose: (code: string) => Promise<void>;
  /** The line to flash: just added, or scanned twice. */
  readonly touched: string | undefined;
}

interface ScanEffects {
  readonly turns: Turns;
  readonly say: (message: Message) => void;
  /** Counts the customers: an answer that comes late is not the next one's. */
  readonly customer: { readonly current: number };
  readonly command: (command: Command) => void;
  readonly search: (text: string) => void;
  /** A basket from another till. */
  readonly held: (number: number) => void;
}

/** What happens between a scan and what is heard and seen. */
export function useScan({ turns, say, customer, command, search, held }: ScanEffects): ScanDesk {
  const { inTurn, awaitAlso } = turns;
  const { till, exchange } = useTill();
  const [touched, setTouched] = useState<string>();

  const show = useCallback(
    (verdict: Verdict) => {
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
    },
    [say],
  );

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
    [till, exchange, show, say, customer],
  );

  const settle = useCallback(
    (code: string, verdict: Verdict) => {
      show(verdict);
      if (verdict.kind === "added") void correct(code);
      else if (verdict.kind !== "already_here" && verdict.kind !== "misread")
        awaitAlso(askAgain(code, verdict));
    },
    [show, correct, askAgain, awaitAlso],
  );

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
    [till, settle, say, command, search, held],
  );
  const scan = useCallback(
    (text: string, reader: Reader) => inTurn(() => understand(text, reader)),
    [inTurn, understand],
  );
  const choose = useCallback(
    (code: string) => inTurn(async () => settle(code, await till.scanCode(code, "no_label"))),
    [inTurn, till, settle],
  );
  return { scan, choose, touched };
}
