import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../../tests/data/desk-vectors.json";
import type { Decision, Kind, Value } from "./commands";
import { Standing } from "./standing";

interface Case {
  readonly name: string;
  readonly decisions: readonly Decision[];
  readonly opening: string | null;
  readonly stands: Readonly<Record<string, string | null>>;
  readonly holds: readonly string[];
  readonly reviewed?: readonly {
    readonly list_id: string;
    readonly article_ids: readonly string[];
    readonly is: boolean;
  }[];
}

const cases = vectors.cases as unknown as readonly Case[];

const standsIn = (standing: Standing) =>
  Object.fromEntries(
    standing
      .touched()
      .map((register) => [register, standing.at(register)?.id ?? null] as const)
      .sort(),
  );
const heldIn = (standing: Standing, decisions: readonly Decision[]) =>
  decisions
    .map(({ id }) => id)
    .filter((id) => standing.holds(id))
    .sort();

test.each(cases.map((one) => [one.name, one] as const))("as the server: %s", (_, one) => {
  const standing = new Standing(one.decisions, one.opening ?? undefined);
  expect(standsIn(standing)).toEqual(one.stands);
  expect(heldIn(standing, one.decisions)).toEqual(one.holds);
  for (const { list_id, article_ids, is } of one.reviewed ?? [])
    expect(standing.isReviewed(list_id, article_ids)).toBe(is);
});

test("the shared cases are all there", () => expect(cases.length).toBeGreaterThan(25));

const instant = (at: number) => new Date(1_762_500_000_000 + at).toISOString();
const KINDS: readonly (readonly [Kind, (article: string, target: string) => Value])[] = [
  ["accept", () => null],
  ["refuse", () => ({ reason: "other" })],
  ["not_brought", () => null],
  ["correct", () => ({ size: "6 ans" })],
  ["correct", () => ({ brand: "Petit Bateau", price_cents: 300, consent: true })],
  ["withdraw", () => ({ reason: "stained" })],
  ["hand_over", (article) => ({ article_ids: [article] })],
  ["list_finish", () => null],
  ["list_reopen", () => ({ reason: "Une erreur" })],
  ["envelope", () => true],
  ["undo", (_, target) => ({ command_id: target })],
  ["undo", (_, target) => ({ command_id: target })],
];

/** Decisions about two lists with two articles each, many at the same instants, with undos of one another. */
const decisions = fc
  .array(
    fc.record({
      what: fc.integer({ min: 0, max: KINDS.length - 1 }),
      list: fc.integer({ min: 0, max: 1 }),
      article: fc.integer({ min: 0, max: 1 }),
      at: fc.integer({ min: 0, max: 4 }),
      by_manager: fc.boolean(),
      target: fc.integer({ min: 0, max: 13 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((ones) =>
    ones.map(({ what, list, article, at, by_manager, target }, place): Decision => {
      const [kind, value] = KINDS[what] ?? ["accept", () => null];
      const article_id = `article-${list}${article}`;
      return {
        id: `id-${String(place).padStart(2, "0")}`,
        list_id: `list-${list}`,
        article_id,
        kind,
        value: value(article_id, `id-${String(target).padStart(2, "0")}`),
        decided_at: instant(at * 400_000),
        by_manager,
      };
    }),
  );

const all = (of: readonly Decision[], opening: string | undefined) => {
  const standing = new Standing(of, opening);
  return [standsIn(standing), heldIn(standing, of)];
};

test("the order of arrival never matters", () => {
  const opening = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
  const shuffled = decisions.chain((ordered) =>
    fc.tuple(
      fc.constant(ordered),
      fc.shuffledSubarray(ordered, { minLength: ordered.length, maxLength: ordered.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, opening, ([ordered, other], at) => {
      const opened = at === undefined ? undefined : instant(at * 400_000 + 1);
      expect(all(other, opened)).toEqual(all(ordered, opened));
    }),
  );
});

test("what is undone never stands", () => {
  fc.assert(
    fc.property(decisions, (of) => {
      const standing = new Standing(of);
      const undone = of.flatMap(({ id, kind, value }) =>
        kind === "undo" && standing.holds(id) ? [(value as { command_id: string }).command_id] : [],
      );
      for (const register of standing.touched()) expect(undone).not.toContain(standing.at(register)?.id);
    }),
  );
});
