/** What desks decide about articles, lists and people, in the words of the server (`deposit/commands/states.rs`). */

export type Kind =
  | "accept"
  | "refuse"
  | "not_brought"
  | "correct"
  | "extra_label"
  | "withdraw"
  | "put_back"
  | "lost"
  | "found_again"
  | "found"
  | "not_there"
  | "hand_over"
  | "donate"
  | "list_start"
  | "list_finish"
  | "list_reopen"
  | "seal"
  | "unseal"
  | "release"
  | "envelope"
  | "signed_on_paper"
  | "identity"
  | "residence"
  | "remark"
  | "undo";

/** What is put right about an article: only what changes is there, and a price comes with the depositor's consent. */
export interface Correction {
  readonly description?: string;
  readonly size?: string;
  readonly brand?: string;
  readonly color?: string;
  readonly price_cents?: number;
  readonly consent?: boolean;
}

export const REFUSAL_REASONS = [
  "stained_or_damaged",
  "out_of_season",
  "incomplete_or_broken",
  "against_rules",
  "out_of_fashion",
  "too_bulky",
  "other",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

interface Refusal {
  readonly reason: RefusalReason;
  readonly text?: string;
}

/** What a command says, by its kind; kinds of other desks have values that this device only hands on. */
export type Value = null | boolean | string | Correction | Refusal | Readonly<Record<string, unknown>>;

/** A decision as it counts, whoever made it. */
export interface Decision {
  readonly id: string;
  readonly list_id: string;
  readonly article_id?: string;
  readonly kind: Kind;
  readonly value?: Value;
  /** As the server writes instants: of equal length, so that they sort as texts. */
  readonly decided_at: string;
  readonly by_manager: boolean;
}

/** What is sent of it. */
export interface Command extends Omit<Decision, "by_manager"> {
  readonly desk_session_id?: string;
}

/** What somebody wants to decide; the desk adds who and when. */
export interface Wish {
  readonly kind: Kind;
  readonly article_id?: string;
  readonly value?: Value;
}

const FOR_MANAGERS: ReadonlySet<Kind> = new Set(["list_reopen", "release"]);
const REVIEWING: ReadonlySet<Kind> = new Set(["accept", "refuse", "not_brought", "correct"]);
const LEAVING: ReadonlySet<Kind> = new Set(["hand_over", "donate"]);

export const isForManagers = (kind: Kind) => FOR_MANAGERS.has(kind);

/** Whether it decides that an article is for sale, or what stands on its label: settled once the sale is open. */
export const isReviewing = (kind: Kind) => REVIEWING.has(kind);

/** Whether it lets articles go, which can be taken back for some minutes only. */
export const isLeaving = (kind: Kind) => LEAVING.has(kind);

/** What an undo takes back. */
export function undoneBy({ kind, value }: Pick<Decision, "kind" | "value">): string | undefined {
  return kind === "undo" ? (part(value, "command_id") as string | undefined) : undefined;
}

/** A named part of a value, whatever the value is. */
export function part(value: Value | undefined, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** What desks correct, each a register of its own. */
const FIELDS = {
  description: "description",
  size: "size",
  brand: "brand",
  color: "color",
  price_cents: "price",
} as const;

/** A thing that decisions are about, by its name: `verdict:{article}`, `field:{article}:price`, `review:{list}`, `envelope`. */
export type Register = string;

const BY_ARTICLE: Readonly<Partial<Record<Kind, string>>> = {
  accept: "verdict",
  refuse: "verdict",
  not_brought: "verdict",
  extra_label: "labels",
  withdraw: "mark",
  put_back: "mark",
  lost: "mark",
  found_again: "mark",
  found: "place",
  not_there: "place",
};

const BY_LIST: Readonly<Partial<Record<Kind, string>>> = {
  list_start: "review",
  list_finish: "review",
  list_reopen: "review",
  seal: "bags",
  unseal: "bags",
  release: "bags",
};

/** The registers that a decision is about; one without its article is about nothing. */
export function registersOf({ kind, article_id, list_id, value }: Decision): readonly Register[] {
  const ofList = BY_LIST[kind];
  if (ofList !== undefined) return [`${ofList}:${list_id}`];
  const ofArticle = BY_ARTICLE[kind];
  if (ofArticle !== undefined) return article_id === undefined ? [] : [`${ofArticle}:${article_id}`];
  switch (kind) {
    case "correct":
      return article_id === undefined
        ? []
        : Object.entries(FIELDS)
            .filter(([name]) => isGiven(part(value, name)))
            .map(([, field]) => `field:${article_id}:${field}`);
    case "hand_over":
    case "donate":
      return ((part(value, "article_ids") ?? []) as readonly string[]).map((id) => `outcome:${id}`);
    case "undo":
      return [];
    default:
      return [kind];
  }
}

/** The server writes what is not there as null, too. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
