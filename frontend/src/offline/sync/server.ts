/** What a till asks of the server; the application implements it over the generated client, tests over memory. */

import type { CatalogueArticle } from "@/offline/scan/catalogue";
import type { EarlierSale } from "@/offline/ticket/basket";
import type { SyncResult } from "@/offline/ticket/ledger";
import type { SignedTicket } from "@/offline/ticket/ticket";

export interface LineRefusal {
  /** Place in the ticket, from 0. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly sale?: EarlierSale;
}

/** The answer to a strict sale. Everything else throws: nobody there, overloaded, broken. */
export type SaleAnswer =
  | { readonly kind: "recorded"; readonly number: number }
  /** Nothing recorded, number not used up. */
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly message: string;
      readonly lines: readonly LineRefusal[];
    }
  /** The till's clock is wrong: nothing recorded, number not used up. */
  | { readonly kind: "clock"; readonly serverTime: string }
  /** The server does not accept the signature or the chain: the sale must not be lost for it. */
  | {
      readonly kind: "doubted";
      readonly code: string;
      /** The number that the server's books of this session go on with. */
      readonly expectedSequence?: number;
    };

export interface CatalogueAnswer {
  /** Undefined while the edition has no labelled article. */
  readonly version: string | undefined;
  readonly articles: readonly CatalogueArticle[];
  /** Whether these are all articles, or only those that changed. */
  readonly whole: boolean;
}

export interface ArticleAnswer {
  readonly article: CatalogueArticle;
  readonly sale?: EarlierSale;
}

/** What a till says of itself, so that the manager sees who is ready and who has gone silent. */
export interface TillReport {
  readonly state: "ready" | "selling" | "locked" | "closing";
  readonly catalogueVersion: string | undefined;
  readonly clockDriftMs: number;
  readonly waitingTickets: number;
  readonly storagePersisted: boolean;
}

export interface ReportAnswer {
  readonly serverTime: string;
  /** False once the session was closed or taken over. */
  readonly open: boolean;
  /** The number that the server's books of this session go on with; lower than the till's after a restored backup. */
  readonly expectedSequence: number;
}

export interface TillServer {
  sell(editionId: string, ticket: SignedTicket): Promise<SaleAnswer>;
  /** One result per ticket, in order. */
  sync(editionId: string, tickets: readonly SignedTicket[]): Promise<readonly SyncResult[]>;
  /** Undefined when nothing changed since that version. */
  catalogue(editionId: string, since: string | undefined): Promise<CatalogueAnswer | undefined>;
  /** Undefined when the server knows no such code. */
  article(editionId: string, code: string): Promise<ArticleAnswer | undefined>;
  /** Undefined when the server does not know the session: it was opened after the backup that was restored. */
  report(sessionId: string, report: TillReport): Promise<ReportAnswer | undefined>;
  /** Asks only whether anybody is there; throws when not. */
  knock(): Promise<void>;
}
