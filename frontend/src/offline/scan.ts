/** What a scanner, the camera or a person gave, understood. Codes are in their printed form, `A2025-L245-A03`. */
export type Scan =
  /** The whole QR text: sellable even when the catalogue does not know the article. */
  | { readonly kind: "label"; readonly code: string; readonly priceCents: number; readonly check: string }
  /** The printed code, or its short form typed by a person. */
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "command"; readonly command: Command }
  /** A basket put aside at another till. */
  | { readonly kind: "held"; readonly number: number }
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
const LABEL = /^([A-Z0-9]{2,8}-L\d{1,5}-A\d{2})-(\d{1,7})-([0-9A-HJKMNP-TV-Z]{4})$/;
const PRINTED = /^([A-Z0-9]{2,8})-L(\d{1,5})-A(\d{1,2})$/;
const SHORT = /^L?(\d{1,5})[-\s/.]*(?:A|[-\s/.])(\d{1,2})$/;

/** `editionCode` completes the short forms `245-3` and `L245-A03`. */
export function readScan(raw: string, editionCode: string): Scan {
  const asTyped = raw.trim();
  return (
    understand(asTyped, editionCode) ??
    understand(fromFrenchKeyboard(asTyped), editionCode) ?? { kind: "words", text: asTyped }
  );
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
  return undefined;
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
};

/** What a scanner set to a US keyboard meant, when the computer has a French one. */
function fromFrenchKeyboard(text: string): string {
  return [...text]
    .map((key) => FRENCH_TO_US[key.toLowerCase()] ?? FRENCH_TO_US[key.toUpperCase()] ?? key)
    .join("");
}
