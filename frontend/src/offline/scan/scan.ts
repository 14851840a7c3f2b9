/** What a scanner, the camera or a person gave, understood. Codes are in their printed form, `A2025-L245-A03`. */
export type Scan =
  /** The whole QR text: sellable even when the catalogue does not know the article. */
  | { readonly kind: "label"; readonly code: string; readonly priceCents: number; readonly check: string }
  /** The printed code, or its short form typed by a person. */
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "command"; readonly command: Command }
  /** A basket put aside at another till. */
  | { readonly kind: "held"; readonly number: number }
  /** Labels that reached the till in one go: read without an end between them, or pasted as lines. */
  | { readonly kind: "several"; readonly texts: readonly string[] }
  /** A manufacturer's bar code (EAN, UPC, ISBN): it stands on the article, but it is no label of the sale. */
  | { readonly kind: "foreign"; readonly text: string }
  /** Anything else is looked for in the descriptions. */
  | { readonly kind: "words"; readonly text: string };

export type Command = "cash" | "card" | "cheque" | "remove_last" | "put_aside";

/** The texts of the printable command card: letters and dashes survive every keyboard setting. */
const COMMANDS: Readonly<Record<string, Command>> = {
  "CAISSE-ESPECES": "cash",
  "CAISSE-CARTE": "card",
  "CAISSE-CHEQUE": "cheque",
  "CAISSE-RETIRER": "remove_last",
  "CAISSE-ATTENTE": "put_aside",
};

/** What a till shows when it hands its basket on. */
const HELD = /^TICKET[ -]?(\d{1,3})$/;
const LABEL = /^([A-Z0-9]{2,8}-L\d{1,4}-A\d{2})-(\d{1,7})-([0-9A-HJKMNP-TV-Z]{4})$/;
const PRINTED = /^([A-Z0-9]{2,8})-L(\d{1,4})-A(\d{1,2})$/;
const SHORT = /^L?(\d{1,4})[-\s/.]*(?:A|[-\s/.])(\d{1,2})$/;

/** One label among several that run together: the line has two digits, the check four characters, so the cut is sure. */
const ONE_OF_MANY = /([A-Z0-9]{2,8}-L\d{1,4}-A\d{2}(?:-\d{1,7}-[0-9A-HJKMNP-TV-Z]{4})?)/y;
/** EAN-8, UPC, EAN-13, ITF-14 and EAN with its add-on; the ten characters of an old ISBN. No code of ours is so long a number. */
const FOREIGN = /^(\d{8,20}|\d{9}X)$/;
/** What some scanners send first: the symbology after ISO/IEC 15424. */
const SYMBOLOGY = /^\][A-Z]\w/i;

/** `editionCode` completes the short forms `245-3` and `L245-A03`. */
export function readScan(raw: string, editionCode: string): Scan {
  const texts = raw
    .split(/[\r\n\t]+/)
    .map(cleaned)
    .filter(Boolean);
  if (texts.length > 1) return { kind: "several", texts };
  const [asTyped = ""] = texts;
  return (
    understand(withoutSymbology(asTyped), editionCode) ??
    understand(withoutSymbology(fromFrenchKeyboard(asTyped)), editionCode) ?? { kind: "words", text: asTyped }
  );
}

/** A text as it came, and as a scanner meant it that is set to a US keyboard where the computer has a French one. */
export function readings(raw: string): readonly string[] {
  const text = cleaned(raw);
  return [text, fromFrenchKeyboard(text)].map(withoutSymbology);
}

/** Whether a text is understood only as what a US keyboard typed on a French one. */
export function isFromOtherKeyboard(raw: string, editionCode: string): boolean {
  const text = withoutSymbology(cleaned(raw));
  return (
    understand(text, editionCode) === undefined &&
    understand(fromFrenchKeyboard(text), editionCode) !== undefined
  );
}

/** Without the signs that nobody sees: separators of a scanner's data, marks that came with a copied text. */
function cleaned(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
}

function withoutSymbology(text: string): string {
  return text.replace(SYMBOLOGY, "");
}

function understand(raw: string, editionCode: string): Scan | undefined {
  const text = raw.replace(/[‐‑‒–—−]/g, "-").toUpperCase();
  const command = COMMANDS[text];
  if (command !== undefined) return { kind: "command", command };
  const [, number] = HELD.exec(text) ?? [];
  if (number !== undefined) return { kind: "held", number: Number(number) };
  const [, code, price, check] = LABEL.exec(text) ?? [];
  if (code !== undefined && check !== undefined)
    return { kind: "label", code, priceCents: Number(price), check };
  const printed = PRINTED.exec(text);
  if (printed)
    return { kind: "code", code: labelCode(printed[1] ?? "", Number(printed[2]), Number(printed[3])) };
  const short = SHORT.exec(text);
  if (short) return { kind: "code", code: labelCode(editionCode, Number(short[1]), Number(short[2])) };
  const texts = runTogether(text);
  if (texts.length > 1) return { kind: "several", texts };
  return FOREIGN.test(text.replace(/[-\s]/g, "")) ? { kind: "foreign", text } : undefined;
}

/** The labels that a text is made of without a rest; none when something else is in it. */
function runTogether(text: string): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < text.length) {
    ONE_OF_MANY.lastIndex = at;
    const [label] = ONE_OF_MANY.exec(text) ?? [];
    if (label === undefined) return [];
    texts.push(label);
    at += label.length;
  }
  return texts;
}

/** The printed code of an article: list number as it is, line on two digits. */
export function labelCode(edition: string, list: number, line: number): string {
  return `${edition}-L${list}-A${String(line).padStart(2, "0")}`;
}

/** Keys of a US keyboard, named by what the same key types on a French one (PC and Mac). */
const FRENCH_TO_US: Readonly<Record<string, string>> = {
  "&": "1",
  é: "2",
  '"': "3",
  "'": "4",
  "(": "5",
  "-": "6",
  "§": "6",
  è: "7",
  _: "8",
  "!": "8",
  ç: "9",
  à: "0",
  ")": "-",
  "°": "-",
  ",": "M",
  "?": "M",
  A: "Q",
  Q: "A",
  Z: "W",
  W: "Z",
  $: "]",
};

/** What a scanner set to a US keyboard meant, when the computer has a French one. */
function fromFrenchKeyboard(text: string): string {
  return [...text]
    .map((key) => FRENCH_TO_US[key.toLowerCase()] ?? FRENCH_TO_US[key.toUpperCase()] ?? key)
    .join("");
}
