/** An answer that took longer says too little about the server's clock. */
const FRESH_MS = 5_000;

/** What a device measures time with. */
export interface Ticking {
  /** Milliseconds since 1970, as the device was set. */
  wall(): number;
  /** Milliseconds since some moment; nobody sets it. */
  steady(): number;
}

export const TICKING: Ticking = { wall: () => Date.now(), steady: () => performance.now() };

/** The server's time: as it was last told, carried on by what nobody can set. */
export class DeskClock {
  private told: { readonly server: number; readonly steady: number };

  /** `offset` is the server's clock minus this device's, as it was last known. */
  constructor(
    offset = 0,
    private readonly ticking: Ticking = TICKING,
  ) {
    this.told = { server: ticking.wall() + offset, steady: ticking.steady() };
  }

  now(): number {
    return Math.round(this.told.server + this.ticking.steady() - this.told.steady);
  }

  /** Server's clock minus this device's, to be kept over a reload. */
  offset(): number {
    return this.now() - this.ticking.wall();
  }

  /** When a question is asked. */
  ask(): number {
    return this.ticking.steady();
  }

  /** The server's time is that of half-way between question and answer. */
  hear(serverTime: string, askedAt: number): void {
    const took = this.ticking.steady() - askedAt;
    const server = Date.parse(serverTime);
    if (Number.isNaN(server) || took < 0 || took > FRESH_MS) return;
    this.told = { server, steady: askedAt + took / 2 };
  }

  /** When something is decided: who has seen a decision always stands above it. */
  stamp(greatestSeen: string | undefined): string {
    const above = greatestSeen === undefined ? 0 : Date.parse(greatestSeen) + 1;
    return new Date(Math.max(this.now(), above)).toISOString();
  }
}
