import { type Catalogue, type KindInCategory, kindsOf, type RefusedKind } from "@/domain/articles";
import { folded } from "@/lib/words";
import { EVERYDAY_WORDS } from "./everyday-words";

interface Found {
  readonly kinds: readonly KindInCategory[];
  readonly refused: readonly RefusedKind[];
}

/**
 * Kinds whose names, or everyday names, have words that begin with each of those searched; those whose own name does come
 * first. A refusal shows from three letters on.
 */
export function searchKinds(catalogue: Catalogue, text: string): Found {
  const wanted = wordsOf(text);
  const holds = (names: string) => {
    const words = wordsOf(names);
    return wanted.every((one) => words.some((word) => word.startsWith(one)));
  };
  const kinds = kindsOf(catalogue);
  const named = kinds.filter(({ kind, category }) => holds(`${kind.french} ${category.french}`));
  const called = kinds.filter(
    (found) =>
      !named.includes(found) && holds(`${EVERYDAY_WORDS[found.kind.code] ?? ""} ${found.kind.french}`),
  );
  const longEnough = folded(text).trim().length >= 3;
  return {
    kinds: [...named, ...called],
    refused: longEnough ? catalogue.refused.filter((kind) => holds(kind.french)) : [],
  };
}

/** Words without accents, hyphens (`t-shirt` is also `tshirt`) and the `s` or `x` of a plural. */
function wordsOf(text: string): readonly string[] {
  return folded(text)
    .split(/[\s’'/(),]+/)
    .flatMap((word) => (word.includes("-") ? [...word.split("-"), word.replaceAll("-", "")] : [word]))
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word));
}
