import { useState } from "react";
import type { PaymentMethod } from "@/domain/payments";
import { beepPaid, beepRefused } from "@/features/sale/till/sounds";
import { useTill } from "@/features/sale/till/till-context";
import type { Message } from "@/features/sale/till/wording";
import { formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import type { Impossible } from "@/offline/sync/exchange";
import { refused } from "@/offline/ticket/basket";
import { paidOf } from "@/offline/ticket/ticket";
import type { Deal } from "./tender";

/** Why nothing was sold, and what to do: the dialog stays, and with it the money on the table. */
const WHY: Readonly<Record<Impossible, readonly [title: string, detail: string]>> = {
  busy: ["Une vente est déjà en cours", "Attendez un instant, puis recommencez."],
  full: ["La caisse est pleine : 500 tickets attendent", "Rapprochez-la du réseau avant de continuer."],
  sums_differ: [
    "Rien n’a été vendu : les montants ne font pas le total",
    "Revenez au ticket, puis recommencez.",
  ],
  unwritten: [
    "Rien n’a été vendu : cet appareil n’a pas pu écrire la vente",
    "Recommencez ; si cela revient, libérez de la place ou changez d’appareil.",
  ],
};

/** From the choice of a payment to the recorded ticket. `showChange` puts the change in the place of the total. */
export function usePayment(
  say: (message: Message | undefined) => void,
  nextCustomer: () => void,
  showChange: (shown: boolean) => void,
) {
  const { till, exchange } = useTill();
  // A payment of which a part was taken goes on after a reload: the money lies in the drawer.
  const [method, setMethod] = useState(() => till.state.get().basket.taken?.at(-1)?.method);
  const [deal, setDeal] = useState<Deal>();

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
      say(undefined);
      showChange(false);
      setMethod(chosen);
    }
  };

  const done = (sold: Deal, message: Message) => {
    beepPaid();
    setMethod(undefined);
    const { cashCents, changeCents } = sold;
    void till.keepLast({ paidCents: paidOf(sold.payments), cashCents, changeCents });
    showChange(true);
    const early = till.state.get().basket.lines.length;
    const next =
      early > 0
        ? ` ${counted(early, "article")} déjà scanné${early > 1 ? "s" : ""} pour le client suivant.`
        : "";
    say({ ...message, detail: `${message.detail ?? ""}${next}`.trim() });
  };

  const failed = (title: string, detail: string) => {
    beepRefused();
    say({ tone: "bad", title, detail });
  };

  const settle = async (agreed: Deal) => {
    setDeal(agreed);
    // What is scanned from here on is the next customer's.
    nextCustomer();
    const outcome = await exchange.sell(agreed.lines, agreed.payments).catch(() => undefined);
    setDeal(undefined);
    const paid = formatExactCents(paidOf(agreed.payments));
    switch (outcome?.kind) {
      case "recorded":
        return done(agreed, {
          tone: "good",
          title: `Ticket n° ${outcome.number} payé : ${paid}`,
          detail: "Au client suivant !",
        });
      case "queued":
        return done(agreed, {
          tone: "good",
          title: `Ticket payé : ${paid}`,
          detail: "Gardé sur cette caisse, il partira dès que le serveur répondra.",
          whileWaiting: true,
        });
      case "refused": {
        beepRefused();
        setMethod(undefined);
        await till.keepTaken([]);
        // Scanned while the answer was on its way: the next customer's, not part of the ticket that stays.
        const own = new Set(agreed.lines.map(({ code }) => code));
        const next = till.state.get().basket.lines.filter(({ code }) => !own.has(code));
        await till.putApart(next);
        const reasons = outcome.lines.map((line) => line.message).join(" ") || outcome.message;
        const apart =
          next.length > 0 ? ` Mis de côté pour le client suivant : ${counted(next.length, "article")}.` : "";
        return say({
          tone: "bad",
          title: "N’encaissez pas : rien n’a été vendu",
          detail: `${reasons} Rendez au client ce qu’il a déjà donné.${apart}`,
        });
      }
      case "impossible":
        return failed(...WHY[outcome.why]);
      case undefined:
        return failed(...WHY.unwritten);
    }
  };

  return {
    method,
    /** The sale on its way to the books. */
    deal,
    open,
    settle,
    cancel: () => {
      setMethod(undefined);
      void till.keepTaken([]);
      say(undefined);
    },
  };
}
