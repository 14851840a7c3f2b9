import { createStore } from "@/lib/store";
import { observedFetch } from "./network";
import { type Pass, session } from "./session";

/** What a device shows in the name of a till or a desk, whoever is logged in beside it. */
export interface DeviceTokens {
  readonly access_token: string;
  /** Works once; the answer brings the next one. */
  readonly refresh_token: string;
}

const CALL_TIMEOUT_MS = 10_000;
/** Access tokens live for a quarter of an hour: renewed in good time, so that no sale waits for it. */
const RENEW_AFTER_MS = 10 * 60_000;

type Keep = (tokens: DeviceTokens) => Promise<unknown>;

let tokens: DeviceTokens | undefined;
/** Whether the device has a pair that nobody has ended. */
const held = createStore(false);
let keep: Keep = () => Promise.resolve();
let renewedAt = 0;
let renewing: Promise<boolean> | undefined;

/** Uses these from now on, and hands every new pair to `keepThem` before it is used. */
function adopt(given: DeviceTokens | undefined, keepThem: Keep): void {
  tokens = given;
  held.set(given !== undefined);
  keep = keepThem;
  // Of a pair found after a reload nobody knows how old it is.
  renewedAt = Date.now();
}

/** Without a pair of its own, or when it has ended, the device speaks for whoever is logged in. */
async function token(): Promise<string | undefined> {
  if (tokens === undefined) return session.token();
  if (Date.now() - renewedAt > RENEW_AFTER_MS) void renew();
  return tokens.access_token;
}

/** Every caller waits for the same request. */
function renew(): Promise<boolean> {
  if (tokens === undefined) return session.refresh();
  renewing ??= exchange(tokens).finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function exchange({ refresh_token }: DeviceTokens): Promise<boolean> {
  let response: Response;
  try {
    response = await observedFetch(
      new Request("/api/v1/auth/device/refresh", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Requested-With": "bourse" },
        body: JSON.stringify({ refresh_token }),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      }),
    );
  } catch {
    return false;
  }
  // Another session began meanwhile: its pair stands.
  if (tokens?.refresh_token !== refresh_token) return true;
  if (response.ok) {
    const { access_token, refresh_token: next } = (await response.json()) as DeviceTokens;
    tokens = { access_token, refresh_token: next };
    renewedAt = Date.now();
    await keep(tokens).catch(() => undefined);
    return true;
  }
  if (response.status !== 401 && response.status !== 403) return false;
  tokens = undefined;
  held.set(false);
  return session.refresh();
}

/** A till's or a desk's own access to the server. */
export const device = { adopt, held, pass: { token, renew } satisfies Pass };
