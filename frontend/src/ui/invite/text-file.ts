/** More than 500 people with all that is known of them. */
export const MAX_BYTES = 500_000;

/** The text of a file: UTF-8 or UTF-16 by their mark, UTF-8 when it is sound, else Windows-1252, which Excel writes in France. */
export function decoded(bytes: ArrayBuffer): string | undefined {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const text = utf8(bytes) ?? new TextDecoder("windows-1252").decode(bytes);
  // A workbook or a picture holds what no table does.
  return text.includes("\0") || text.startsWith("PK\u0003\u0004") ? undefined : text;
}

function utf8(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
