import { connect, createServer, type Server, type Socket } from "node:net";

/** Bytes of one packet: what one connection may send before another has its turn. */
const PACKET = 1_460;
/** A request begins with its method; what follows in later pieces is its body. */
const REQUEST = /^(GET|HEAD|POST|PUT|PATCH|DELETE) /;

export interface LineSpeed {
  /** To the server and back. */
  readonly roundTripMs: number;
  readonly downBytesPerSecond: number;
}

/** What has gone over the line. */
export interface Traffic {
  readonly requests: number;
  readonly bytes: number;
}

/** One connection's way in one direction: packets keep their order, however exact the timers are. */
class Way {
  readonly waiting: Buffer[] = [];
  private readonly underWay: Buffer[] = [];
  private ended = false;

  constructor(private readonly to: Socket) {}

  send(packet: Buffer, delayMs: number): void {
    this.underWay.push(packet);
    setTimeout(() => {
      const first = this.underWay.shift();
      if (first !== undefined && !this.to.destroyed) this.to.write(first);
      this.finish();
    }, delayMs);
  }

  end(): void {
    this.ended = true;
    this.finish();
  }

  private finish(): void {
    if (this.ended && this.waiting.length + this.underWay.length === 0) this.to.end();
  }
}

/**
 * A telephone's line in front of the server: everything that the browser and its service worker fetch shares one delay and
 * one rate, which throttling by the browser's own tools does not do for workers. Connecting takes a round trip too. Nothing
 * gets lost, and a connection is at full speed at once, unlike TCP's.
 */
export class Line {
  private readonly server: Server;
  private readonly turns: Way[] = [];
  private requests = 0;
  private bytes = 0;
  private freeAt = 0;
  private busy = false;

  private constructor(
    private readonly speed: LineSpeed,
    private readonly target: number,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  static async open(speed: LineSpeed, target: number): Promise<Line> {
    const line = new Line(speed, target);
    await new Promise<void>((ready) => line.server.listen(0, "127.0.0.1", ready));
    return line;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the line is closed");
    return address.port;
  }

  traffic(): Traffic {
    return { requests: this.requests, bytes: this.bytes };
  }

  close(): void {
    this.server.close();
  }

  private accept(browser: Socket): void {
    const oneWayMs = this.speed.roundTripMs / 2;
    const connectedAt = performance.now() + this.speed.roundTripMs;
    const host = connect(this.target, "127.0.0.1");
    for (const socket of [browser, host]) {
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
    }
    const up = new Way(host);
    const down = new Way(browser);
    browser.on("data", (sent: Buffer) => {
      if (REQUEST.test(sent.toString("latin1", 0, 8))) this.requests += 1;
      up.send(sent, Math.max(0, connectedAt - performance.now()) + oneWayMs);
    });
    host.on("data", (answer: Buffer) => {
      this.bytes += answer.length;
      for (let at = 0; at < answer.length; at += PACKET) down.waiting.push(answer.subarray(at, at + PACKET));
      if (!this.turns.includes(down)) this.turns.push(down);
      this.carry();
    });
    browser.on("close", () => up.end());
    host.on("close", () => down.end());
  }

  /** Sends what waits, a packet of each connection in turn, as fast as the line is and not faster. */
  private carry(): void {
    while (!this.busy) {
      const way = this.turns.shift();
      const packet = way?.waiting.shift();
      if (way === undefined || packet === undefined) return;
      if (way.waiting.length > 0) this.turns.push(way);
      const now = performance.now();
      this.freeAt = Math.max(now, this.freeAt) + (1000 * packet.length) / this.speed.downBytesPerSecond;
      way.send(packet, this.freeAt - now + this.speed.roundTripMs / 2);
      // Timers count whole milliseconds: the line's time is kept in `freeAt`, and one that is free soon is free.
      if (this.freeAt - now < 2) continue;
      this.busy = true;
      setTimeout(
        () => {
          this.busy = false;
          this.carry();
        },
        this.freeAt - now - 1,
      );
    }
  }
}
