import { useState } from "react";
import type { Payout } from "@/domain/payouts";

/** The number of the cheque written last: of this page, else of the latest payment, so that a reload keeps it. */
export function useLastCheque(payouts: readonly Payout[]): readonly [string, (number: string) => void] {
  const [written, setWritten] = useState<string>();
  return [written ?? latestCheque(payouts), setWritten];
}

/** The number of the cheque recorded last; empty when there is none. */
export function latestCheque(payouts: readonly Pick<Payout, "payments">[]): string {
  const cheques = payouts
    .flatMap(({ payments }) => payments)
    .filter((payment) => payment.reverses == null && payment.cheque_number != null);
  const latest = cheques.reduce<(typeof cheques)[number] | undefined>(
    (last, next) => (last === undefined || next.paid_at >= last.paid_at ? next : last),
    undefined,
  );
  return latest?.cheque_number ?? "";
}
