import { useState } from "react";
import { formatExactCents } from "@/lib/money";
import { refused } from "@/offline/basket";
import { type Payment, type PaymentMethod, paidOf } from "@/offline/ticket";
import { beepAccepted, beepRefused } from "./sounds";
import { useTill } from "./till-context";
import type { Message } from "./wording";

/** From the choice of a payment to the recorded ticket. */
export function usePayment(say: (message: Message) => void) {
  const { till, exchange } = useTill();
  const [method, setMethod] = useState<PaymentMethod>();
  const [recording, setRecording] = useState(false);

  const open = (chosen: PaymentMethod) => {
    const { basket } = till.state.get();
    if (basket.lines.length === 0) {
      say({ tone: "info", title: "Le ticket est vide", detail: "Scannez d’abord un article." });
    } else if (refused(basket).length > 0) {
      beepRefused();
      say({
        tone: "bad",
        title: "Un article ne peut pas être vendu",
        detail: "Retirez-le avant d’encaisser.",
      });
    } else {
      setMethod(chosen);
    }
  };

  const settle = async (payments: readonly Payment[], changeCents: number) => {
    setRecording(true);
    const outcome = await exchange.sell(till.state.get().basket.lines, payments);
    setRecording(false);
    setMethod(undefined);
    const give = changeCents > 0 ? `Rendez ${formatExactCents(changeCents)}. ` : "";
    const paid = formatExactCents(paidOf(payments));
    switch (outcome.kind) {
      case "recorded":
        beepAccepted();
        return say({
          tone: "good",
          title: `${give}Ticket n° ${outcome.number} payé : ${paid}`,
          detail: "Au client suivant !",
        });
      case "queued":
        beepAccepted();
        return say({
          tone: "good",
          title: `${give}Ticket payé : ${paid}`,
          detail: "Gardé sur cette caisse, il partira dès que le serveur répondra.",
        });
      case "refused":
        beepRefused();
        return say({
          tone: "bad",
          title: "N’encaissez pas : rien n’a été vendu",
          detail: outcome.lines.map((line) => line.message).join(" ") || outcome.message,
        });
      case "impossible":
        beepRefused();
        return say({
          tone: "bad",
          title: till.isFull()
            ? "La caisse est pleine : 500 tickets attendent"
            : "Une vente est déjà en cours",
          detail: till.isFull()
            ? "Rapprochez-la du réseau avant de continuer."
            : "Attendez un instant, puis recommencez.",
        });
    }
  };

  return { method, recording, open, settle, cancel: () => setMethod(undefined) };
}
