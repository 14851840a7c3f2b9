import { useEffect, useRef } from "react";
import { useTillState } from "@/features/sale/till/till-context";
import type { Message } from "@/features/sale/till/wording";
import { counted } from "@/lib/words";
import { waiting } from "@/offline/ticket/ledger";

/** A message about tickets that wait goes when they do not wait any more. */
export function useSentNews(message: Message | undefined, say: (message: Message) => void): void {
  const { ledger } = useTillState();
  const count = waiting(ledger).length;
  const most = useRef(0);
  useEffect(() => {
    if (count > 0) {
      most.current = Math.max(most.current, count);
      return;
    }
    const sent = most.current;
    most.current = 0;
    if (sent > 0 && message?.whileWaiting) {
      say({ tone: "good", title: `${counted(sent, "ticket")} envoyé${sent > 1 ? "s" : ""}` });
    }
  }, [count, message, say]);
}
