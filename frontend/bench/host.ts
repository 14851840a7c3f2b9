import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../e2e/support/bourse";

const PROJECT = resolve(import.meta.dirname, "../..");
const BINARY = resolve(PROJECT, "frontend", process.env.BOURSE_BINARY ?? "../dist/bourse");
const READY_MS = 300_000;

/** The built application and the static program in a home on a shared host: a private Apache, the shipped `.htaccess`. */
export class SharedHost {
  private constructor(
    readonly port: number,
    private readonly home: string,
    private readonly apache: ChildProcess,
  ) {}

  /** Filled with the demonstration, on SQLite: a sale in full swing. */
  static async start(): Promise<SharedHost> {
    const home = mkdtempSync(join(tmpdir(), "bourse-web-"));
    const port = await freePort();
    await tellStory(home);
    layOut(home);
    const { user, group } = giveToServer(home);
    const run = join(home, "apache");
    const configuration = readFileSync(join(PROJECT, "tests/host/apache/httpd.conf"), "utf8")
      .replaceAll("@RUN@", run)
      .replaceAll("@HOME@", home)
      .replaceAll("@PORT@", String(port))
      .replaceAll("@USER@", user)
      .replaceAll("@GROUP@", group);
    writeFileSync(join(run, "httpd.conf"), configuration);
    const apache = spawn("/usr/sbin/apache2", ["-f", join(run, "httpd.conf"), "-DFOREGROUND", "-DFCGID"], {
      env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
      stdio: "ignore",
    });
    await answering(`http://127.0.0.1:${port}/api/health`);
    return new SharedHost(port, home, apache);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.apache.once("exit", done));
    this.apache.kill("SIGTERM");
    await ended;
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Lets the program fill a database as its demonstration, then stops it. */
async function tellStory(home: string): Promise<void> {
  const address = `127.0.0.1:${await freePort()}`;
  const folder = join(home, "demo");
  mkdirSync(folder);
  const program = spawn(BINARY, ["demo", "--folder", folder, "--listen", address], {
    env: { PATH: process.env.PATH, APP_ENV: "test" },
    cwd: home,
    stdio: "ignore",
  });
  await answering(`http://${address}/api/health`);
  const ended = new Promise((done) => program.once("exit", done));
  program.kill("SIGTERM");
  await ended;
}

function layOut(home: string): void {
  const at = (name: string) => join(home, name);
  for (const folder of ["bourse", "backup", "tmp", "apache"]) mkdirSync(at(folder));
  cpSync(join(PROJECT, "public_html"), at("public_html"), { recursive: true });
  mkdirSync(at("public_html/api"), { recursive: true });
  copyFileSync(join(PROJECT, "htaccess/public_html.htaccess"), at("public_html/.htaccess"));
  copyFileSync(join(PROJECT, "htaccess/api.htaccess"), at("public_html/api/.htaccess"));
  copyFileSync(BINARY, at("public_html/api/bourse.fcgi"));
  copyFileSync(join(PROJECT, "packaging/bourse.cgi"), at("public_html/api/bourse.cgi"));
  for (const program of ["bourse.fcgi", "bourse.cgi"]) chmodSync(at(`public_html/api/${program}`), 0o755);
  const settings = {
    APP_ENV: "production",
    APP_URL: "http://localhost",
    DATABASE_URL: `sqlite:${at("demo/bourse.sqlite")}`,
    JWT_SECRET_KEY: "only-for-the-measurement-in-a-browser-0001",
    OFFLINE_HMAC_SECRET: "only-for-the-measurement-in-a-browser-0002",
    STORAGE_PATH: at("demo/storage"),
    LOGS_PATH: at("demo/logs"),
    BACKUP_PATH: at("backup"),
    RATE_LIMIT_PER_MINUTE: "100000",
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(at("bourse/.env"), lines.join(""));
}

/** Started by root, Apache becomes www-data, whose home this must be. */
function giveToServer(home: string): { user: string; group: string } {
  const said = (flag: string) => execFileSync("id", [flag], { encoding: "utf8" }).trim();
  if (said("-u") !== "0") return { user: said("-un"), group: said("-gn") };
  execFileSync("chown", ["-R", "www-data:www-data", home]);
  return { user: "www-data", group: "www-data" };
}

async function answering(url: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  const answers = () =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  while (!(await answers())) {
    if (Date.now() > deadline) throw new Error(`nobody answers at ${url}`);
    await new Promise((after) => setTimeout(after, 100));
  }
}
