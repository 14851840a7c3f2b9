/** The month after this one, as `2026-12`: sales of the tests take place then. Of Paris, as the browser's calendar has it. */
export function nextMonth(now = new Date()): string {
  const [year, month] = now
    .toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" })
    .split("-")
    .map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}
