import { canonicalise } from "./jcs";
import { type SignedTicket, signedPart, type Ticket } from "./ticket";

const HMAC = { name: "HMAC", hash: "SHA-256" } as const;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A key that signs but can never be read out of the browser again. */
export function importKey(base64url: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", fromBase64url(base64url), HMAC, false, ["sign"]);
}

/** The ticket with its signature: lower-case hex of HMAC-SHA256 over the canonical JSON. */
export async function sign(key: CryptoKey, ticket: Ticket): Promise<SignedTicket> {
  const mac = await hmac(key, canonicalise(signedPart(ticket)));
  return { ...ticket, signature: [...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** The four check characters of a label: the first 20 bits of the HMAC over `code-price`, five bits each. */
export async function labelCheck(labelKey: CryptoKey, code: string, priceCents: number): Promise<string> {
  const [a = 0, b = 0, c = 0] = await hmac(labelKey, `${code}-${priceCents}`);
  const bits = (a << 16) | (b << 8) | c;
  return [19, 14, 9, 4].map((shift) => CROCKFORD.charAt((bits >> shift) & 31)).join("");
}

async function hmac(key: CryptoKey, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(HMAC.name, key, new TextEncoder().encode(text)));
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
