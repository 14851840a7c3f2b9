/** What JSON can say; absent and `undefined` members are the same. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON, RFC 8785: members sorted by UTF-16 code units, no white space. The language's own serialisation of
 * strings and numbers is the one the RFC prescribes.
 */
export function canonicalise(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalise).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value as Record<string, Json | undefined>)
      .filter((member): member is [string, Json] => member[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalise(member)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("JSON knows no such number");
  return JSON.stringify(value);
}
