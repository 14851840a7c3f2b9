import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { PASSWORD } from "../e2e/support/people";
import type { Line } from "./line";

/** A page that is measured: who opens it, what they came to see, what they do there. */
export interface Subject {
  readonly name: string;
  /** Nobody is logged in without it. */
  readonly email?: string;
  readonly path: (token: string) => Promise<string>;
  /** What makes the page useful, as CSS. */
  readonly picture: string;
  readonly use: (page: Page) => Promise<void>;
}

export interface Sight {
  /** Until the picture. */
  readonly requests: number;
  readonly kilobytes: number;
  /** Milliseconds of the slowed processor that the page itself takes for it; hardly longer on a busy machine, unlike the rest. */
  readonly work: number;
  /** Milliseconds since the address was opened. */
  readonly picture: number;
  readonly largestPaint: number;
  /** Cumulative layout shift, of the whole visit. */
  readonly shift: number;
  /** The slowest interaction in milliseconds, from the input to the next frame. */
  readonly interaction: number;
}

/** How many times the processor is slower than this one. Chromium slows the page down, not its service worker. */
export const SLOWED = 4;
const QUIET_MS = 1_500;
const TELEPHONE = { width: 390, height: 844 };

interface Seen {
  picture: number;
  largestPaint: number;
  shift: number;
  interaction: number;
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Runs in the page, before its own scripts. */
function watch(picture: string): void {
  const seen: Seen = { picture: 0, largestPaint: 0, shift: 0, interaction: 0 };
  window.seen = seen;
  type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean; interactionId: number };
  const observe = (type: string, tell: (entry: Entry) => void) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tell(entry as Entry);
    }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  observe("largest-contentful-paint", ({ startTime }) => {
    seen.largestPaint = startTime;
  });
  observe("layout-shift", ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shift += value;
  });
  observe("event", ({ duration, interactionId }) => {
    if (interactionId) seen.interaction = Math.max(seen.interaction, duration);
  });
  const drawn = new MutationObserver(() => {
    if (document.querySelector(picture) === null) return;
    drawn.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => {
        seen.picture = performance.now();
      }),
    );
  });
  drawn.observe(document, { subtree: true, childList: true });
}

/** A person's telephone: its browser's profile lives on from one visit to the next, its processes do not. */
export class Telephone {
  private readonly profile = mkdtempSync(join(tmpdir(), "bourse-telephone-"));

  constructor(private readonly line: Line) {}

  private get origin(): string {
    return `http://localhost:${this.line.port}`;
  }

  /** As after a log-in of yesterday, with nothing of the application in any cache. Gives the address to visit. */
  async prepare({ email, path }: Subject): Promise<string> {
    if (email === undefined) return path("");
    const token = await this.withBrowser(async (context) => {
      const page = await context.newPage();
      await page.goto(`${this.origin}/carte-caisse.html`);
      return await page.evaluate(
        async (login) => {
          const response = await fetch("/api/v1/auth/login", {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-Requested-With": "bourse" },
            body: JSON.stringify(login),
          });
          const grant = (await response.json()) as { access_token: string; user: unknown };
          localStorage.setItem("bourse.identity", JSON.stringify(grant.user));
          return grant.access_token;
        },
        { email, password: PASSWORD },
      );
    });
    return path(token);
  }

  /** Opens the address, waits until nothing is fetched any more, and does there what people do. */
  visit(subject: Subject, address: string): Promise<Sight> {
    return this.withBrowser(async (context) => {
      const page = await context.newPage();
      await page.addInitScript(watch, subject.picture);
      const tools = await context.newCDPSession(page);
      await tools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
      await tools.send("Performance.enable", { timeDomain: "threadTicks" });
      const before = this.line.traffic();
      await page.goto(`${this.origin}${address}`, { waitUntil: "commit" });
      await page.waitForFunction(() => window.seen.picture > 0, undefined, { timeout: 60_000 });
      const then = this.line.traffic();
      const { metrics } = await tools.send("Performance.getMetrics");
      const work = 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
      await this.quiet();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      const { picture, largestPaint } = await page.evaluate(() => window.seen);
      await subject.use(page);
      await page.waitForTimeout(500);
      const { shift, interaction } = await page.evaluate(() => window.seen);
      await this.quiet();
      return {
        requests: then.requests - before.requests,
        kilobytes: (then.bytes - before.bytes) / 1000,
        work,
        picture,
        largestPaint,
        shift,
        interaction,
      };
    });
  }

  throwAway(): void {
    rmSync(this.profile, { recursive: true, force: true });
  }

  private async quiet(): Promise<void> {
    for (let last = -1; last !== this.line.traffic().bytes; ) {
      last = this.line.traffic().bytes;
      await new Promise((after) => setTimeout(after, QUIET_MS));
    }
  }

  private async withBrowser<T>(work: (context: BrowserContext) => Promise<T>): Promise<T> {
    const context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
      ],
      locale: "fr-FR",
      timezoneId: "Europe/Paris",
      viewport: TELEPHONE,
      hasTouch: true,
      isMobile: true,
    });
    try {
      return await work(context);
    } finally {
      await context.close();
    }
  }
}
