import { useDesk } from "@/features/deposit/desk/desk-context";
import { hasRole, useIdentity } from "@/lib/server/session";
import { counted } from "@/lib/words";
import type { Correction, RefusalReason, Wish } from "@/offline/decisions/commands";
import type { DeskList } from "@/offline/decisions/lists";
import type { ReviewLine } from "@/offline/decisions/review";
import type { Step } from "@/offline/desk/database";
import { notifyProblem } from "@/ui/notice/notify";

/** What a line, or several in one go, becomes. */
export type Sentence =
  | { readonly kind: "accept" | "not_brought" }
  | { readonly kind: "refuse"; readonly reason: RefusalReason; readonly text: string };

const DONE: Readonly<Record<Sentence["kind"], readonly [one: string, many: string]>> = {
  accept: ["acceptée", "acceptées"],
  refuse: ["refusée", "refusées"],
  not_brought: ["non apportée", "non apportées"],
};

export interface Deeds {
  /** Answers whether it is decided. */
  readonly judge: (lines: readonly ReviewLine[], sentence: Sentence) => Promise<boolean>;
  readonly correct: (line: ReviewLine, correction: Correction) => Promise<boolean>;
  readonly takeBack: (line: ReviewLine) => Promise<boolean>;
  readonly check: (wish: Wish) => Promise<boolean>;
  readonly finish: () => Promise<boolean>;
  /** What was taken back, if anything was. */
  readonly undo: () => Promise<Step | undefined>;
  /** The words of what would be. */
  readonly undoable: string | undefined;
}

/** Everything that is decided about a list; the first deed begins its review. */
export function useDeeds(list: DeskList): Deeds {
  const { desk, courier } = useDesk();
  const manager = hasRole(useIdentity(), "manager");
  const decide = async (wishes: readonly Wish[], words?: string): Promise<boolean> => {
    const begun = desk.standingOf(list.id).at(`review:${list.id}`) !== undefined;
    const start: readonly Wish[] = begun ? [] : [{ kind: "list_start" }];
    try {
      await desk.decide(list.id, [...start, ...wishes], words, manager);
    } catch (thrown) {
      notifyProblem(thrown);
      return false;
    }
    void courier.send();
    return true;
  };
  return {
    judge: (lines, sentence) =>
      decide(
        lines.map(({ article }) => ({ article_id: article.id, ...saying(sentence) })),
        words(lines, DONE[sentence.kind]),
      ),
    correct: ({ article }, value) =>
      decide([{ kind: "correct", article_id: article.id, value }], `ligne ${article.line} corrigée`),
    takeBack: async ({ article }) => {
      const top = desk.standingOf(list.id).at(`verdict:${article.id}`);
      if (top === undefined) return false;
      return decide([{ kind: "undo", value: { command_id: top.id } }]);
    },
    check: (wish) => decide([wish]),
    finish: () => decide([{ kind: "list_finish" }]),
    undo: async () => {
      try {
        const step = await desk.undo(list.id, manager);
        if (step !== undefined) void courier.send();
        return step;
      } catch (thrown) {
        notifyProblem(thrown);
        return undefined;
      }
    },
    undoable: desk.undoable(list.id),
  };
}

function saying(sentence: Sentence): Wish {
  if (sentence.kind !== "refuse") return { kind: sentence.kind };
  const { reason, text } = sentence;
  return { kind: "refuse", value: text === "" ? { reason } : { reason, text } };
}

function words(lines: readonly ReviewLine[], [one, many]: readonly [string, string]): string {
  const [only] = lines;
  return lines.length === 1 && only !== undefined
    ? `ligne ${only.article.line} ${one}`
    : `${counted(lines.length, "ligne")} ${many}`;
}
