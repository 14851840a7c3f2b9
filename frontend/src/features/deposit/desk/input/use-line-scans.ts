import { useDesk } from "@/features/deposit/desk/desk-context";
import type { Deeds } from "@/features/deposit/desk/list/use-deeds";
import { personOf, whyRefused } from "@/features/deposit/desk/wording";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { formatCents } from "@/lib/money";
import { find } from "@/offline/decisions/finding";
import type { DeskList } from "@/offline/decisions/lists";
import { type ReviewLine, reviewOf } from "@/offline/decisions/review";
import { labelCheck } from "@/offline/ticket/signing";
import { confirm } from "@/ui/dialog/confirm";

interface LineScans {
  readonly list: DeskList;
  readonly deeds: Deeds;
  readonly mayJudge: boolean;
  readonly say: (trouble: string | undefined) => void;
  /** Shows a line, and goes on after it when it was accepted. */
  readonly show: (articleId: string, accepted: boolean) => void;
  readonly onOpen: (list: DeskList, articleId?: string) => void;
}

type Printed = { readonly code: string; readonly priceCents: number; readonly check: string };

/** A scan takes its line and accepts it; scanning it again takes it back after asking. Gives the reader for the camera. */
export function useLineScans({ list, deeds, mayJudge, say, show, onOpen }: LineScans) {
  const { desk } = useDesk();
  const refuse = (trouble: string) => {
    beepRefused();
    say(trouble);
  };
  const take = async (line: ReviewLine) => {
    const { article, verdict } = line;
    show(article.id, false);
    if (!mayJudge) return;
    if (verdict === undefined || verdict.kind === "not_brought") {
      beepAccepted();
      if (await deeds.judge([line], { kind: "accept" })) show(article.id, true);
      return;
    }
    beepRefused();
    const accepted = verdict.kind === "accepted";
    const agreed = await confirm(
      accepted
        ? {
            title: `Ligne ${article.line} déjà acceptée`,
            body: `« ${article.description} » : la remettre à faire ?`,
            confirm: "Remettre à faire",
            cancel: "Laisser acceptée",
          }
        : {
            title: `Ligne ${article.line} refusée`,
            body: `« ${article.description} » : ${whyRefused(line)?.toLocaleLowerCase("fr")}. L’accepter tout de même ?`,
            confirm: "Accepter",
            cancel: "Laisser refusée",
          },
    );
    if (!agreed) return;
    if (accepted) await deeds.takeBack(line);
    else if (await deeds.judge([line], { kind: "accept" })) show(article.id, true);
  };
  const takeLabel = async (articleId: string, printed: Printed | undefined) => {
    const line = reviewOf(list, desk.standingOf(list.id)).lines.find(
      ({ article }) => article.id === articleId,
    );
    if (line === undefined) return;
    if (printed !== undefined && !(await isGenuine(printed)))
      return refuse("Cette étiquette n’est pas de la bourse : regardez l’article, puis décidez à la main.");
    if (printed !== undefined && printed.priceCents !== line.article.price_cents) {
      show(articleId, false);
      return refuse(
        `L’étiquette dit ${formatCents(printed.priceCents)}, la liste ${formatCents(line.article.price_cents)} : il faut une nouvelle étiquette.`,
      );
    }
    await take(line);
  };
  const isGenuine = async ({ code, priceCents, check }: Printed) =>
    (await labelCheck(desk.session().labelKey, code, priceCents)) === check;
  const read = (text: string) => {
    say(undefined);
    const { lists } = desk.state.get();
    const found = find(text, lists.values(), desk.session().editionCode);
    switch (found.kind) {
      case "list":
        beepAccepted();
        return onOpen(found.list);
      case "line":
        if (found.list.id === list.id) return void takeLabel(found.articleId, found.printed);
        if (found.list.registration_id === list.registration_id) {
          beepAccepted();
          return onOpen(found.list, found.articleId);
        }
        return refuse(
          `Cette étiquette est de la liste ${found.list.number}, ${personOf(found.list)}. Rien n’est décidé.`,
        );
      case "other_edition":
        return refuse(`Ce code est d’une autre bourse (${found.edition}).`);
      case "unknown":
        return refuse(
          found.line === undefined
            ? `Pas de liste ${found.number} ici.`
            : `La liste ${found.number} n’a pas de ligne ${found.line}.`,
        );
      default:
        return refuse("Ce code n’est pas une étiquette de la bourse.");
    }
  };
  useScans(read);
  return read;
}
