/** What a desk scans or types, understood: the sheet of a list, one of its labels, its number, a name. */
import { folded } from "@/lib/words";
import { labelCode, readings, readScan } from "@/offline/scan/scan";
import type { DeskList } from "./lists";

export type Found =
  | { readonly kind: "list"; readonly list: DeskList }
  /** A label, or its code typed: the list and the line; `check` and price as they are printed. */
  | {
      readonly kind: "line";
      readonly list: DeskList;
      readonly articleId: string;
      readonly printed?: { readonly code: string; readonly priceCents: number; readonly check: string };
    }
  /** A name that several lists have, or a part of one. */
  | { readonly kind: "several"; readonly lists: readonly DeskList[] }
  | { readonly kind: "other_edition"; readonly edition: string }
  /** No such list here, or no such line in it. */
  | { readonly kind: "unknown"; readonly number: number; readonly line?: number }
  /** A manufacturer's code, several labels in one go, a till's command card, or nothing at all. */
  | { readonly kind: "nothing" };

/** What the QR code of a list's sheet holds, `A2025-D245`. */
const SHEET = /^([A-Z0-9]{2,8})-D(\d{1,4})$/;
const SHOWN = 30;

export function find(raw: string, lists: Iterable<DeskList>, editionCode: string): Found {
  const all = [...lists];
  const sheet = readings(raw)
    .map((text) => SHEET.exec(text.toUpperCase()))
    .find((match) => match !== null);
  if (sheet) return byNumber(all, Number(sheet[2]), sheet[1] ?? "", editionCode);
  const text = raw.trim();
  if (/^\d{1,4}$/.test(text)) return byNumber(all, Number(text), editionCode, editionCode);
  const scan = readScan(raw, editionCode);
  switch (scan.kind) {
    case "label":
      return byCode(all, scan.code, editionCode, scan);
    case "code":
      return byCode(all, scan.code, editionCode);
    case "words":
      return byName(all, scan.text);
    default:
      return { kind: "nothing" };
  }
}

function byNumber(all: readonly DeskList[], number: number, edition: string, own: string): Found {
  if (edition !== own) return { kind: "other_edition", edition };
  const list = all.find((one) => one.number === number);
  return list === undefined ? { kind: "unknown", number } : { kind: "list", list };
}

function byCode(
  all: readonly DeskList[],
  code: string,
  own: string,
  label?: { readonly code: string; readonly priceCents: number; readonly check: string },
): Found {
  const [, edition = "", list = "", line = ""] = /^(\w+)-L(\d+)-A(\d+)$/.exec(code) ?? [];
  const found = byNumber(all, Number(list), edition, own);
  if (found.kind !== "list") return found;
  const wanted = labelCode(edition, Number(list), Number(line));
  const article = found.list.articles.find((one) => one.code === wanted || one.line === Number(line));
  if (article === undefined) return { kind: "unknown", number: found.list.number, line: Number(line) };
  const printed = label && { code: label.code, priceCents: label.priceCents, check: label.check };
  return { kind: "line", list: found.list, articleId: article.id, ...(printed && { printed }) };
}

function byName(all: readonly DeskList[], text: string): Found {
  const words = folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0) return { kind: "nothing" };
  const lists = all
    .filter(({ depositor: { first_name, last_name } }) => {
      const names = folded(`${first_name} ${last_name}`).split(/[^\p{L}\p{N}]+/u);
      return words.every((word) => names.some((name) => name.startsWith(word)));
    })
    .sort(
      (a, b) =>
        a.depositor.last_name.localeCompare(b.depositor.last_name, "fr") ||
        a.depositor.first_name.localeCompare(b.depositor.first_name, "fr") ||
        a.number - b.number,
    )
    .slice(0, SHOWN);
  const [only] = lists;
  return lists.length === 1 && only !== undefined ? { kind: "list", list: only } : { kind: "several", lists };
}
