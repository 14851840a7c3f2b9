import { useCallback } from "react";
import { useTill } from "@/features/sale/till/till-context";
import type { Message } from "@/features/sale/till/wording";
import { answer, tillApi } from "@/lib/server/api";
import { asProblem } from "@/lib/server/problem";
import type { TicketLine } from "@/offline/ticket/ticket";
import type { HeldTicket } from "./held-tickets";

interface HandOver {
  /** Gives the open ticket to whichever till asks for its number; throws, and keeps it, when the server is away. */
  readonly give: () => Promise<HeldTicket>;
  /** Takes up the ticket of another till; what stands open here is put aside first. */
  readonly take: (number: number) => Promise<void>;
}

/** Tickets on their way from the scanning table to the cash desk. Needs the network. */
export function useHandOver(say: (message: Message) => void, nextCustomer: () => void): HandOver {
  const { till } = useTill();
  const give = useCallback(async () => {
    const { lines } = till.state.get().basket;
    const held = await holdTicket(till.session().editionId, lines);
    // Something may have been scanned meanwhile: only what was handed over leaves the screen.
    for (const { code } of lines) await till.removeLine(code);
    return held;
  }, [till]);
  const take = useCallback(
    async (number: number) => {
      try {
        const held = await takeHeldTicket(till.session().editionId, number);
        nextCustomer();
        await till.putAside();
        const left = await refused(held.lines, (line) =>
          line.check == null
            ? till.scanCode(line.code)
            : till.scanLabel(line.code, line.price_cents, line.check),
        );
        say(told(number, held.lines.length, left));
      } catch (thrown) {
        say({ tone: "bad", title: `Ticket ${number}`, detail: asProblem(thrown).message });
      }
    },
    [till, say, nextCustomer],
  );
  return { give, take };
}

type WireLine = Omit<TicketLine, "check"> & { readonly check?: string | null };

/** The codes that could not go into the ticket: sold elsewhere since, or misread. */
async function refused(
  lines: readonly WireLine[],
  scan: (line: WireLine) => Promise<{ readonly kind: string }>,
): Promise<string[]> {
  const left: string[] = [];
  for (const line of lines) {
    const verdict = await scan(line);
    if (verdict.kind !== "added") left.push(line.code);
  }
  return left;
}

function told(number: number, count: number, left: readonly string[]): Message {
  const title = `Ticket ${number} repris : ${count - left.length} article${count - left.length > 1 ? "s" : ""}`;
  if (left.length === 0) return { tone: "good", title };
  return { tone: "bad", title, detail: `À revoir avec le client : ${left.join(", ")}.` };
}

function holdTicket(edition_id: string, lines: readonly TicketLine[]) {
  return answer(
    tillApi.POST("/api/v1/editions/{id}/held-tickets", {
      params: { path: { id: edition_id } },
      body: {
        lines: lines.map(({ code, price_cents, check }) =>
          check === undefined ? { code, price_cents } : { code, price_cents, check },
        ),
      },
    }),
  );
}

function takeHeldTicket(edition_id: string, number: number) {
  return answer(
    tillApi.POST("/api/v1/editions/{id}/held-tickets/{number}/take", {
      params: { path: { id: edition_id, number: String(number) } },
    }),
  );
}
