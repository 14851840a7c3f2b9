import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelCode, readScan } from "./scan";

/** What a French PC keyboard types when a US-configured scanner presses the keys of `text`. */
const US_TO_FRENCH: Record<string, string> = {
  "1": "&",
  "2": "é",
  "3": '"',
  "4": "'",
  "5": "(",
  "6": "-",
  "7": "è",
  "8": "_",
  "9": "ç",
  "0": "à",
  "-": ")",
  A: "Q",
  Q: "A",
  Z: "W",
  W: "Z",
  M: "?",
};
const onFrenchKeyboard = (text: string) => [...text].map((key) => US_TO_FRENCH[key] ?? key).join("");

test.each([
  "A2025-L245-A03",
  "a2025-l245-a03",
  " A2025–L245–A03 ",
  "L245-A03",
  "245-3",
  "245-03",
  "245 3",
  "l245a3",
  "245/3",
])("%s names article 3 of list 245", (typed) => {
  expect(readScan(typed, "A2025")).toEqual({ kind: "code", code: "A2025-L245-A03" });
});

test.each([
  ["manteau rouge", "manteau rouge"],
  ["245", "245"],
  ["bébé", "bébé"],
  ["", ""],
])("%s is looked for in the descriptions", (typed, text) => {
  expect(readScan(typed, "A2025")).toEqual({ kind: "words", text });
});

test("a list sheet and a list number of five digits are no article", () => {
  for (const text of ["A2025-D245", "A2025-L12345-A01", "12345-3"])
    expect(readScan(text, "A2025").kind, text).toBe("words");
});

test("a code of another edition keeps its edition", () => {
  expect(readScan("P24-L12-A1", "A2025")).toEqual({ kind: "code", code: "P24-L12-A01" });
});

test.each(["TICKET 17", "ticket-17", "TICKET17"])("%s is a basket from another till", (text) => {
  expect(readScan(text, "A2025")).toEqual({ kind: "held", number: 17 });
  expect(readScan(onFrenchKeyboard(text.toUpperCase()), "A2025")).toEqual({ kind: "held", number: 17 });
});

describe("a command card", () => {
  test.each([
    ["CAISSE-ESPECES", "cash"],
    ["CAISSE-CARTE", "card"],
    ["CAISSE-CHEQUE", "cheque"],
    ["CAISSE-RETIRER", "remove_last"],
    ["CAISSE-ATTENTE", "put_aside"],
  ])("%s means %s on every keyboard", (text, command) => {
    expect(readScan(text, "A2025")).toEqual({ kind: "command", command });
    expect(readScan(onFrenchKeyboard(text), "A2025")).toEqual({ kind: "command", command });
  });
});

test("every code on the printed card is a command", () => {
  const card = readFileSync(
    resolve(import.meta.dirname, "../../../../public_html/carte-caisse.html"),
    "utf8",
  );
  const texts = [...card.matchAll(/aria-label="Code QR ([^"]+)"/g)].map(([, text = ""]) => text);
  expect(texts).toHaveLength(5);
  expect(texts.map((text) => readScan(text, "A2025").kind)).toEqual(texts.map(() => "command"));
});

test("a US scanner on a French keyboard reads every label", () => {
  const edition = fc.stringMatching(/^[A-Z0-9]{2,8}$/);
  const check = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}$/);
  fc.assert(
    fc.property(
      edition,
      fc.integer({ min: 1, max: 3999 }),
      fc.integer({ min: 1, max: 24 }),
      fc.integer({ min: 1, max: 20000 }),
      check,
      (short, list, line, priceCents, letters) => {
        const code = labelCode(short, list, line);
        const label = `${code}-${priceCents}-${letters}`;
        const expected = { kind: "label", code, priceCents, check: letters };
        expect(readScan(label, "A2025")).toEqual(expected);
        expect(readScan(onFrenchKeyboard(label), "A2025")).toEqual(expected);
      },
    ),
  );
});

describe("what scanners put around a code", () => {
  const LABEL = "A2025-L245-A03-500-M04A";
  const read = { kind: "label", code: "A2025-L245-A03", priceCents: 500, check: "M04A" };

  test.each([
    ["a symbology in front", `]Q1${LABEL}`],
    ["control characters", `\u0002${LABEL}\u0003\u001d`],
    ["marks of a copied text", `\u200b${LABEL}\ufeff`],
    ["a line end", `${LABEL}\r\n`],
  ])("%s is left away", (_, text) => {
    expect(readScan(text, "A2025")).toEqual(read);
  });

  test("a symbology is left away on a French keyboard too", () => {
    expect(readScan(`$${onFrenchKeyboard("Q1")}${onFrenchKeyboard(LABEL)}`, "A2025")).toEqual(read);
  });

  test.each([
    ["without an end between them", `${LABEL}A2025-L7-A12-50-0000`],
    ["as lines", `${LABEL}\nA2025-L7-A12-50-0000`],
  ])("two labels %s are two labels", (_, text) => {
    expect(readScan(text, "A2025")).toEqual({ kind: "several", texts: [LABEL, "A2025-L7-A12-50-0000"] });
  });

  test("printed codes that run together are told apart, of an edition that begins with a figure too", () => {
    expect(readScan("2026A-L1-A122026A-L1-A13", "2026A")).toEqual({
      kind: "several",
      texts: ["2026A-L1-A12", "2026A-L1-A13"],
    });
  });
});

test.each([
  ["EAN-13 of a book", "9782070408504"],
  ["EAN-13", "3701234567890"],
  ["EAN-8", "96385074"],
  ["UPC", "036000291452"],
  ["ITF-14", "13701234567897"],
  ["ISBN with dashes", "978-2-07-040850-4"],
  ["old ISBN", "207040850X"],
  ["with its symbology", "]E09782070408504"],
])("%s is a manufacturer's code", (_, text) => {
  expect(readScan(text, "A2025").kind).toBe("foreign");
  expect(readScan(onFrenchKeyboard(text).replace("]", "$"), "A2025").kind).toBe("foreign");
});
