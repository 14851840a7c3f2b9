import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dirname, "../../..");
const BINARY = resolve(import.meta.dirname, "../..", process.env.BOURSE_BINARY ?? "../target/debug/bourse");
/** The demonstration fills its database first. */
const START_MS = 300_000;

/** Opens the page that makes the first admin. */
export const INSTALL_TOKEN = "browser-tests-install-token-0123456789abc";

/** The real program with a database of its own, which a test may stop and start as a hall's network would. */
export class Bourse {
  readonly url: string;
  private process: ChildProcess | undefined;

  private constructor(
    private readonly content: "empty" | "demo",
    private readonly folder: string,
    private readonly port: number,
  ) {
    this.url = `http://localhost:${port}`;
  }

  /** An empty one, or the demonstration: a copy, or filled by its own first start. */
  static async start(
    content: "empty" | "demo" = "empty",
    filling: "copied" | "own" = "copied",
  ): Promise<Bourse> {
    const bourse = new Bourse(content, mkdtempSync(join(tmpdir(), "bourse-e2e-")), await freePort());
    const seed = process.env.BOURSE_E2E_SEED;
    if (content === "empty") bourse.run(["migrate", "up"]);
    else if (seed !== undefined && filling === "copied") cpSync(seed, bourse.demo, { recursive: true });
    await bourse.resume();
    return bourse;
  }

  /** One command of the program, with what it would be told on its standard input. */
  run(command: readonly string[], input = ""): string {
    return execFileSync(BINARY, command, {
      env: this.environment(),
      cwd: this.folder,
      input,
      encoding: "utf8",
    });
  }

  /** Starts the server again, on the same port and database. */
  async resume(): Promise<void> {
    const demo = this.content === "demo";
    const command = demo ? ["demo", "--folder", this.demo] : ["serve"];
    this.process = spawn(BINARY, [...command, "--listen", `127.0.0.1:${this.port}`], {
      env: this.environment(),
      // The demonstration serves the web application that lies below its folder.
      cwd: demo ? PROJECT : this.folder,
      stdio: "ignore",
    });
    const deadline = Date.now() + START_MS;
    while (!(await this.answers())) {
      if (Date.now() > deadline) throw new Error(`${BINARY} does not answer on ${this.url}`);
      await new Promise((after) => setTimeout(after, 50));
    }
  }

  /** As if somebody pulled the plug: no good-bye. */
  async pause(): Promise<void> {
    const { process: child } = this;
    if (child === undefined) return;
    this.process = undefined;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await this.pause();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Stops it for good, and leaves what the demonstration was filled with in a folder. */
  async keep(folder: string): Promise<void> {
    await this.pause();
    cpSync(this.demo, folder, { recursive: true });
    await this.stop();
  }

  /** The text of every message in the folder that stands in for a mail server, oldest first. */
  mails(): string[] {
    const folder = join(this.folder, "storage", "mails");
    return readdirSync(folder)
      .sort()
      .map((name) => decodeQuotedPrintable(readFileSync(join(folder, name), "latin1")));
  }

  /** Database, secret and files of the demonstration. */
  private get demo(): string {
    return join(this.folder, "demo");
  }

  private async answers(): Promise<boolean> {
    return fetch(`${this.url}/api/health`).then(
      (response) => response.ok,
      () => false,
    );
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      APP_ENV: "test",
      APP_URL: this.url,
      DATABASE_URL: `sqlite:${join(this.folder, "bourse.sqlite")}`,
      STORAGE_PATH: join(this.folder, "storage"),
      BACKUP_PATH: join(this.folder, "backup"),
      PUBLIC_PATH: join(PROJECT, "public_html"),
      MAIL_TRANSPORT: "file",
      MAIL_PATH: join(this.folder, "storage", "mails"),
      JWT_SECRET_KEY: "browser-tests-jwt-secret-0123456789abcdef",
      OFFLINE_HMAC_SECRET: "browser-tests-offline-secret-0123456789ab",
      INSTALL_TOKEN,
      RATE_LIMIT_PER_MINUTE: "100000",
    };
  }
}

export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === "object" ? found(address.port) : failed(new Error("no port")),
      );
    });
  });
}

function decodeQuotedPrintable(text: string): string {
  return text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
