import { queryOptions } from "@tanstack/react-query";
import { formatExactCents } from "@/lib/money";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";
import { keys } from "./keys";

type Schemas = components["schemas"];
export type Payout = Schemas["PayoutRow"];
export type Adjust = Schemas["Adjust"];

export const ADJUSTMENTS: Readonly<Record<Adjust["kind"], string>> = {
  goodwill: "Geste commercial",
  correction: "Correction",
  dispute: "Litige",
  fee_waived: "Frais abandonnés",
  debt_carried: "Dette reportée",
};

/** `+5,00 €`: what is added or taken away. */
export function signedCents(cents: number): string {
  return `${cents > 0 ? "+" : ""}${formatExactCents(cents)}`;
}

/** Something is still to be done about it: a payment, or the word that nothing is to be paid. */
export function isToPay({ state }: Pick<Payout, "state">): boolean {
  return state === "to_generate" || state === "slip_ready" || state === "supplement";
}

export function isPaid({ state }: Pick<Payout, "state">): boolean {
  return state === "paid" || state === "closed";
}

/** Who did not come for their money, and how much of it waits: none of it is lost when the edition is closed. */
export function owedToAbsent(payouts: readonly Payout[]): {
  readonly people: number;
  readonly cents: number;
} {
  const waiting = payouts.filter((payout) => payout.state === "absent" && payout.to_pay_cents > 0);
  return { people: waiting.length, cents: waiting.reduce((cents, payout) => cents + payout.to_pay_cents, 0) };
}

export function payoutsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "payouts"),
    queryFn: ({ signal }): Promise<readonly Payout[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/editions/{id}/payouts", {
            params: { path: { id }, query: { page, per_page: LARGEST_PAGE } },
            signal,
          }),
        ),
      ),
  });
}
