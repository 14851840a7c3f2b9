import { expect, test } from "vitest";
import type { Payout } from "@/domain/payouts";
import { latestCheque } from "./last-cheque";

const payment = (cheque_number: string | null, paid_at: string, reverses: string | null = null) =>
  ({ cheque_number, paid_at, reverses }) as Payout["payments"][number];

test("the number goes on from the cheque recorded last, whoever it was for", () => {
  const payouts = [
    {
      payments: [
        payment("0012", "2025-11-10T10:00:00.000Z"),
        payment("0012", "2025-11-10T12:00:00.000Z", "x"),
      ],
    },
    { payments: [payment("0013", "2025-11-10T11:00:00.000Z")] },
    { payments: [payment(null, "2025-11-10T13:00:00.000Z")] },
  ];
  expect(latestCheque(payouts)).toBe("0013");
  expect(latestCheque([])).toBe("");
});
