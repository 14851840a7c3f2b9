import { expect, test } from "vitest";
import { readScan } from "@/offline/scan/scan";
import vectors from "../../../../tests/data/offline-vectors.json";
import { canonicalise } from "./jcs";
import { importKey, labelCheck, sign } from "./signing";
import { signedPart, type Ticket } from "./ticket";

const base64url = (bytes: readonly number[]) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

test.each(vectors.tickets)(
  "ticket $ticket.sequence is written and signed as the server expects",
  async (vector) => {
    const key = await importKey(vectors.key_base64url);
    const ticket = vector.ticket as Ticket;
    expect(canonicalise(signedPart(ticket))).toBe(vector.canonical);
    expect((await sign(key, ticket)).signature).toBe(vector.signature);
  },
);

test("the signature does not cover itself", async () => {
  const key = await importKey(vectors.key_base64url);
  const once = await sign(key, vectors.tickets[0]?.ticket as Ticket);
  expect(await sign(key, once)).toEqual(once);
});

test("nobody reads the key out of the browser again", async () => {
  const key = await importKey(vectors.key_base64url);
  await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
});

test.each(vectors.label_check.labels)("the label $qr_text is genuine", async (label) => {
  const bytes = [...vectors.label_check.label_key_hex.matchAll(/../g)].map(([hex]) =>
    Number.parseInt(hex, 16),
  );
  const key = await importKey(base64url(bytes));
  expect(await labelCheck(key, label.code, label.price_cents)).toBe(label.check);
  expect(await labelCheck(key, label.code, label.price_cents + 100)).not.toBe(label.check);
  expect(readScan(label.qr_text, "A2025")).toEqual({
    kind: "label",
    code: label.code,
    priceCents: label.price_cents,
    check: label.check,
  });
});
