import { PRINTED_SIGNS } from "./printed-signs";

const RANGES: readonly (readonly [number, number])[] = PRINTED_SIGNS.split(" ").map((range) => {
  const [first = "", last = first] = range.split("-");
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
});

/** Joiners and variation selectors: no signs of their own. */
const UNSEEN = /\p{Cf}|\p{Variation_Selector}/u;

function isPrinted(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  return (
    /\s/.test(sign) || UNSEEN.test(sign) || RANGES.some(([first, last]) => code >= first && code <= last)
  );
}

/** The signs of a text that labels cannot print, each once: emoji, other scripts. */
export function unprintedSigns(text: string): readonly string[] {
  return [...new Set(text.normalize("NFC"))].filter((sign) => !isPrinted(sign));
}
