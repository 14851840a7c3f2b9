/** A list as a desk sees it: its lines as they stand, and what is still missing. */
import { part, REFUSAL_REASONS, type RefusalReason } from "./commands";
import type { DeskArticle, DeskList } from "./lists";
import type { Standing } from "./standing";

export type Verdict =
  | { readonly kind: "accepted" | "not_brought" }
  | { readonly kind: "refused"; readonly reason: RefusalReason; readonly text?: string };

/** A line with what is corrected on it. */
export interface ReviewLine {
  readonly article: DeskArticle;
  /** Nothing while it is to do. */
  readonly verdict?: Verdict;
  readonly corrected: boolean;
  /** What the depositor asked for, where the desk put another price. */
  readonly declaredCents?: number;
}

export interface Review {
  readonly lines: readonly ReviewLine[];
  readonly accepted: number;
  readonly refused: number;
  readonly notBrought: number;
  readonly toDo: number;
  /** Of what is accepted. */
  readonly valueCents: number;
  readonly started: boolean;
  readonly finished: boolean;
}

export function reviewOf(list: DeskList, standing: Standing): Review {
  const lines = [...list.articles]
    .sort((a, b) => a.line - b.line)
    .map((article) => lineOf(article, standing));
  const count = (kind?: Verdict["kind"]) => lines.filter(({ verdict }) => verdict?.kind === kind).length;
  const accepted = lines.filter(({ verdict }) => verdict?.kind === "accepted");
  return {
    lines,
    accepted: accepted.length,
    refused: count("refused"),
    notBrought: count("not_brought"),
    toDo: count(),
    valueCents: accepted.reduce((sum, { article }) => sum + article.price_cents, 0),
    started: standing.at(`review:${list.id}`) !== undefined,
    finished: standing.isReviewed(
      list.id,
      list.articles.map(({ id }) => id),
    ),
  };
}

function lineOf(article: DeskArticle, standing: Standing): ReviewLine {
  const now = {
    ...article,
    description: corrected(article, "description", standing),
    size: corrected(article, "size", standing),
    brand: corrected(article, "brand", standing),
    color: corrected(article, "color", standing),
  };
  const price = part(standing.at(`field:${article.id}:price`)?.value, "price_cents");
  const price_cents = typeof price === "number" ? price : article.price_cents;
  const words = ["description", "size", "brand", "color"] as const;
  const changed = words.some((name) => now[name] !== article[name]);
  const repriced = price_cents !== article.price_cents;
  const verdict = verdictOf(article.id, standing);
  return {
    article: { ...now, price_cents },
    ...(verdict && { verdict }),
    corrected: changed || repriced,
    ...(repriced && { declaredCents: article.price_cents }),
  };
}

function corrected(
  article: DeskArticle,
  name: "description" | "size" | "brand" | "color",
  standing: Standing,
): string {
  const value = part(standing.at(`field:${article.id}:${name}`)?.value, name);
  return typeof value === "string" ? value : article[name];
}

function verdictOf(article: string, standing: Standing): Verdict | undefined {
  const top = standing.at(`verdict:${article}`);
  switch (top?.kind) {
    case "accept":
      return { kind: "accepted" };
    case "not_brought":
      return { kind: "not_brought" };
    case "refuse": {
      const said = part(top.value, "reason");
      const reason = REFUSAL_REASONS.find((one) => one === said) ?? "other";
      const text = part(top.value, "text");
      return { kind: "refused", reason, ...(typeof text === "string" && text !== "" && { text }) };
    }
    default:
      return undefined;
  }
}

/** What is checked at the desk, as it stands. */
export interface Checks {
  readonly identity: boolean;
  readonly residence: boolean;
  readonly envelope: boolean;
  readonly signed_on_paper: boolean;
  readonly remark: string;
}

export function checksOf(standing: Standing): Checks {
  const on = (register: string) => standing.at(register)?.value === true;
  const remark = standing.at("remark")?.value;
  return {
    identity: on("identity"),
    residence: on("residence"),
    envelope: on("envelope"),
    signed_on_paper: on("signed_on_paper"),
    remark: typeof remark === "string" ? remark : "",
  };
}
