import type { PaymentMethod } from "@/domain/payments";

interface Content {
  readonly lines: readonly { readonly code: string; readonly cents: number }[];
  readonly payments: readonly { readonly method: PaymentMethod; readonly amount_cents: number }[];
  readonly soldAt: string | undefined;
  /** Its place among the tickets of its till session. */
  readonly number: number | undefined;
}

/** What can be read of a ticket that nobody has vouched for: anything may be missing or of another kind. */
export function contentOf(ticket: unknown): Content {
  const { lines, payments, sold_at, sequence } = fieldsOf(ticket);
  return {
    lines: listOf(lines).flatMap(({ code, price_cents }) =>
      typeof code === "string" && Number.isInteger(price_cents) ? [{ code, cents: Number(price_cents) }] : [],
    ),
    payments: listOf(payments).flatMap(({ method, amount_cents }) =>
      isMethod(method) && Number.isInteger(amount_cents)
        ? [{ method, amount_cents: Number(amount_cents) }]
        : [],
    ),
    number: Number.isInteger(sequence) ? Number(sequence) : undefined,
    soldAt: typeof sold_at === "string" && !Number.isNaN(Date.parse(sold_at)) ? sold_at : undefined,
  };
}

function isMethod(value: unknown): value is PaymentMethod {
  return value === "cash" || value === "card" || value === "cheque";
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? { ...value } : {};
}
