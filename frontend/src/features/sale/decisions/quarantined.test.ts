import { expect, test } from "vitest";
import { contentOf } from "./quarantined";

test("a ticket kept apart is read as it was sent", () => {
  expect(
    contentOf({
      lines: [{ code: "A2025-L245-A03", price_cents: 500 }],
      payments: [{ method: "cash", amount_cents: 500 }],
      sold_at: "2025-11-08T09:31:22.123Z",
      sequence: 12,
    }),
  ).toEqual({
    lines: [{ code: "A2025-L245-A03", cents: 500 }],
    payments: [{ method: "cash", amount_cents: 500 }],
    soldAt: "2025-11-08T09:31:22.123Z",
    number: 12,
  });
});

test.each([undefined, null, "x", { lines: 3, payments: [null, { method: "gold" }], sold_at: "yesterday" }])(
  "rubbish shows nothing: %j",
  (ticket) => {
    expect(contentOf(ticket)).toEqual({ lines: [], payments: [], soldAt: undefined, number: undefined });
  },
);
