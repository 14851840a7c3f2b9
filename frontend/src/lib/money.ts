const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
const wholeEuros = new Intl.NumberFormat("fr-FR", {
  style: "currency",
  currency: "EUR",
  maximumFractionDigits: 0,
});

/** `500` -> `5 €`, `550` -> `5,50 €`: whole euros are the rule, so cents show only when there are some. */
export function formatCents(cents: number): string {
  return (cents % 100 === 0 ? wholeEuros : euros).format(cents / 100);
}

/** `500` -> `5,00 €`, for columns of figures and totals. */
export function formatExactCents(cents: number): string {
  return euros.format(cents / 100);
}

/** Cents from what a person types: `5`, `5,5`, `5.50`, `5 €`; undefined when it is no amount. */
export function parseEuros(text: string): number | undefined {
  const match = /^\s*(\d{1,6}|\d{1,3}\s\d{3})(?:[.,](\d{1,2}))?\s*€?\s*$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]?.replace(/\s/, "")) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}
