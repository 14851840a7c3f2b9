/** Stand-ins for tests: a server in memory, labels, a session. */
import { createStore } from "@/lib/store";
import { Exchange } from "@/offline/sync/exchange";
import type { SaleAnswer, TillServer } from "@/offline/sync/server";
import type { SyncResult } from "@/offline/ticket/ledger";
import { importKey } from "@/offline/ticket/signing";
import type { Payment, SignedTicket } from "@/offline/ticket/ticket";
import { lockWith } from "@/offline/till/pin";
import { Till } from "@/offline/till/till";
import vectors from "../../../tests/data/offline-vectors.json";
import { type RegisterSession, TillDatabase } from "./database";

export const SIGNING_KEY = vectors.key_base64url;
const LABEL_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
export const GENUINE = { code: "A2025-L245-A03", price: 500, check: "M04A" };
export const ANOTHER = { code: "A2025-L100-A01", price: 100, check: "3CE1" };
export const CASH = [{ method: "cash", amount_cents: 500 }] as const;

/** A server in memory that can be away, or lose its answers after it has recorded. */
export class HallServer implements TillServer {
  readonly reachable = createStore(true);
  readonly recorded = new Map<string, SignedTicket>();
  mode: "there" | "away" | "answers lost" = "there";
  refusal: SaleAnswer | undefined;

  async knock(): Promise<void> {
    this.reachable.set(this.mode === "there");
    if (this.mode !== "there") throw new TypeError("Failed to fetch");
  }

  async sell(_edition: string, ticket: SignedTicket): Promise<SaleAnswer> {
    if (this.mode === "away") await this.knock();
    if (this.refusal !== undefined) return this.refusal;
    this.recorded.set(ticket.ticket_id, ticket);
    if (this.mode === "answers lost") await this.knock();
    return { kind: "recorded", number: this.recorded.size };
  }

  async sync(_edition: string, tickets: readonly SignedTicket[]): Promise<SyncResult[]> {
    await this.knock();
    return tickets.map((ticket) => {
      const status = this.recorded.has(ticket.ticket_id) ? "duplicate" : "recorded";
      this.recorded.set(ticket.ticket_id, ticket);
      return { ticket_id: ticket.ticket_id, status };
    });
  }

  sessionOpen = true;
  report: TillServer["report"] = async (sessionId) => {
    const own = [...this.recorded.values()].filter((ticket) => ticket.session_id === sessionId);
    return {
      serverTime: new Date().toISOString(),
      open: this.sessionOpen,
      expectedSequence: Math.max(0, ...own.map((ticket) => ticket.sequence)) + 1,
    };
  };
  catalogue = async () => undefined;
  article = async () => undefined;
}

export async function aSession(): Promise<RegisterSession> {
  return {
    sessionId: vectors.session_id,
    editionId: "edition",
    editionName: "Automne 2025",
    editionCode: "A2025",
    isTraining: false,
    registerNumber: 2,
    seller: "Jeanne",
    openingFloatCents: 5000,
    openedAt: "2025-11-08T08:00:00.000Z",
    signingKey: await importKey(SIGNING_KEY),
    labelKey: await importKey(LABEL_KEY),
    clockOffsetMs: 0,
    pin: await lockWith("1234"),
  };
}

let devices = 0;

/** A device of its own with an open till. */
export class HallDevice {
  private constructor(
    private readonly name: string,
    readonly server: HallServer,
    private database: TillDatabase,
    public till: Till,
    public exchange: Exchange,
  ) {}

  static async open(): Promise<HallDevice> {
    devices += 1;
    const name = `hall-${devices}`;
    const server = new HallServer();
    const database = new TillDatabase(name);
    const till = await Till.restore(database);
    const device = new HallDevice(name, server, database, till, new Exchange(till, server, server.reachable));
    await till.begin(await aSession());
    return device;
  }

  scan(label: typeof GENUINE) {
    return this.till.scanLabel(label.code, label.price, label.check);
  }

  lines() {
    return this.till.state.get().basket.lines;
  }

  ledger() {
    return this.till.state.get().ledger;
  }

  sell(payments: readonly Payment[] = CASH) {
    return this.exchange.sell(this.lines(), payments);
  }

  /** What a browser does after a crash: everything anew from what the device holds. */
  async reload(): Promise<void> {
    this.close();
    this.database = new TillDatabase(this.name);
    this.till = await Till.restore(this.database);
    this.exchange = new Exchange(this.till, this.server, this.server.reachable);
  }

  close(): void {
    this.database.close();
  }
}
