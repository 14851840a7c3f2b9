/** A desk's copy of the lists: what depositors declared, and what was decided about it. */
import type { Decision } from "./commands";

/** As declared; corrections are among the decisions. */
export interface DeskArticle {
  readonly id: string;
  readonly line: number;
  /** The printed code, `A2025-L245-A03`. */
  readonly code: string;
  readonly category: string;
  readonly subcategory: string;
  readonly description: string;
  readonly size: string;
  readonly color: string;
  readonly brand: string;
  readonly price_cents: number;
  /** Pieces that are sold together. */
  readonly lot_quantity?: number;
}

export interface DeskList {
  readonly id: string;
  readonly number: number;
  readonly list_type: string;
  readonly state: string;
  /** Of its labels, `#RRGGBB`. */
  readonly label_color: string;
  /** Lists of one registration belong to one person. */
  readonly registration_id: string;
  readonly depositor: { readonly first_name: string; readonly last_name: string };
  /** Somebody may have been taken in without a slot. */
  readonly slot?: { readonly starts_at: string; readonly ends_at: string };
  /** Whether the slot is for those who live in the town. */
  readonly residents_only: boolean;
  readonly articles: readonly DeskArticle[];
  readonly decisions: readonly Decision[];
}

/** All lists, or those that changed since a version, each whole. */
export interface DeskCatalogue {
  /** Nothing while there is no list. */
  readonly version?: string;
  readonly whole: boolean;
  readonly saleOpenedAt?: string;
  readonly lists: readonly DeskList[];
}

/** The lists of the same person, in their order. */
export function listsBeside(list: DeskList, all: Iterable<DeskList>): readonly DeskList[] {
  return [...all]
    .filter((one) => one.registration_id === list.registration_id)
    .sort((a, b) => a.number - b.number);
}
