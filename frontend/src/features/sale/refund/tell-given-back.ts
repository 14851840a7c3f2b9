import { backInWords, drawersInWords, type GivenBack } from "@/domain/tickets";
import { show } from "@/ui/notice/notify";

/** Says what customers get; stays until it is closed, since somebody still has to hand the money over. */
export function tellGivenBack(back: readonly GivenBack[]): void {
  void show(() => ({
    title: `Rendez ${backInWords(back)}`,
    message: `C’est noté dans le compte de la ${drawersInWords(back)}.`,
    color: "waiting",
    autoClose: false,
  }));
}
