import type { Turns } from "@/features/sale/till/scan/use-turns";
import { beepRefused } from "@/features/sale/till/sounds";
import { useTill } from "@/features/sale/till/till-context";
import { basketInWords, type Message, removedInWords } from "@/features/sale/till/wording";
import type { BasketLine } from "@/offline/ticket/basket";

/** What a volunteer does to the open ticket, each deed after the scans before it, and said. */
export function useBasketCommands(
  { inTurn }: Turns,
  say: (message: Message) => void,
  nextCustomer: () => void,
) {
  const { till } = useTill();
  const basketNow = () => till.state.get().basket.lines;
  const emptyTicket = () => {
    beepRefused();
    say({ tone: "info", title: "Le ticket est vide", detail: "Scannez d’abord un article." });
  };
  const remove = (lines: readonly BasketLine[]) => {
    if (lines.length === 0) return emptyTicket();
    const putBack = async () => {
      for (const line of lines) await till.take({ kind: "added", line });
      say({ tone: "info", title: `Remis dans le ticket : ${basketInWords(lines)}` });
    };
    void inTurn(async () => {
      for (const line of lines) await till.removeLine(line.code);
      say(removedInWords(lines, () => void inTurn(putBack)));
    });
  };
  const removeLast = () => remove(basketNow().slice(-1));
  const putAside = () =>
    void inTurn(async () => {
      const lines = basketNow();
      if (lines.length === 0) return emptyTicket();
      nextCustomer();
      await till.putAside();
      say({ tone: "info", title: `Ticket mis de côté : ${basketInWords(lines)}` });
    });
  const takeUp = (index: number) =>
    void inTurn(async () => {
      nextCustomer();
      await till.takeUp(index);
      say({ tone: "info", title: `Ticket repris : ${basketInWords(basketNow())}` });
    });
  return { remove, removeLast, putAside, takeUp };
}
