import type { PerMethod } from "@/domain/payments";
import { SALE_METHODS } from "@/domain/tickets";
import type { components } from "@/lib/server/wire";

/** The till that was closed a moment ago on this device. */
export interface ClosedTill {
  readonly registerNumber: number;
  readonly summary: components["schemas"]["RegisterSummary"];
}

export function sameSums(one: PerMethod, other: PerMethod): boolean {
  return SALE_METHODS.every((method) => one[method] === other[method]);
}
