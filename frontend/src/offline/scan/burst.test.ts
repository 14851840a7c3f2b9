import fc from "fast-check";
import { expect, test } from "vitest";
import { Burst, type KeyMeaning } from "./burst";

const LABEL = "A2025-L245-A03-500-M04A";

/** Presses keys one after the other, each so long after the one before. */
function press(burst: Burst, keys: readonly string[], everyMs: number, from = 1_000): KeyMeaning[] {
  return keys.map((name, index) => {
    const ctrl = name.startsWith("^");
    return burst.press({
      key: ctrl ? name.slice(1) : name,
      at: from + index * everyMs,
      ctrl,
      repeat: false,
    });
  });
}

const scanned = (meanings: readonly KeyMeaning[]) =>
  meanings.flatMap((meaning) => (meaning.kind === "scanned" ? [meaning.text] : []));

test.each(["Enter", "Tab", "^j", "^m"])("fast keys and %s are a scan, whole", (end) => {
  expect(scanned(press(new Burst(), [...LABEL, end], 12))).toEqual([LABEL]);
});

test.each(["Enter", "Tab", "^j"])("a second end, %s, presses nothing", (second) => {
  const meanings = press(new Burst(), [...LABEL, "Enter", second], 12);
  expect(meanings.at(-1)).toEqual({ kind: "echo" });
});

test("an end is no echo once another key was pressed: F3 and Enter right behind a scan pay", () => {
  const meanings = press(new Burst(), [...LABEL, "Enter", "F3", "Enter"], 12);
  expect(meanings.slice(-2).map(({ kind }) => kind)).toEqual(["typed", "typed"]);
});

test("a person's keys, however quick, are no scan", () => {
  const burst = new Burst();
  const gap = fc.integer({ min: 45, max: 400 });
  fc.assert(
    fc.property(fc.array(gap, { minLength: 6, maxLength: 30 }), (gaps) => {
      let at = 1_000;
      const meanings = gaps.map((ms) => {
        at += ms;
        return burst.press({ key: "a", at, ctrl: false, repeat: false });
      });
      meanings.push(burst.press({ key: "Enter", at: at + 45, ctrl: false, repeat: false }));
      expect(scanned(meanings)).toEqual([]);
    }),
  );
});

test("an amount, a code or a PIN in a hurry stays a person's", () => {
  for (const text of ["12,50", "245-3", "2468"]) {
    expect(scanned(press(new Burst(), [...text, "Enter"], 8))).toEqual([]);
  }
});

test("a key held down is no scan", () => {
  const burst = new Burst();
  const held = Array.from({ length: 20 }, (_, index) =>
    burst.press({ key: "0", at: 1_000 + index * 30, ctrl: false, repeat: index > 0 }),
  );
  const end = burst.press({ key: "Enter", at: 1_620, ctrl: false, repeat: false });
  expect(scanned([...held, end])).toEqual([]);
});

test("what a person typed before is no part of the scan", () => {
  const burst = new Burst();
  press(burst, [..."pull"], 120);
  expect(scanned(press(burst, [...LABEL, "Enter"], 12, 5_000))).toEqual([LABEL]);
});

test("Shift between the keys and separators of the code change nothing", () => {
  const keys = [..."A2025"].flatMap((key) => ["Shift", key]);
  expect(scanned(press(new Burst(), [...keys, "^]", ..."-L245", "Enter"], 6))).toEqual(["A2025-L245"]);
});

test("Enter by itself is a person's", () => {
  expect(press(new Burst(), ["Enter"], 10)).toEqual([{ kind: "typed", first: false }]);
});
