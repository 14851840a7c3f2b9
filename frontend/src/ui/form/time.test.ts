import { expect, test } from "vitest";
import { readTime, timeInWords } from "./time";

test.each([
  ["17:30", "17:30"],
  ["17 h 30", "17:30"],
  ["17\u00a0h\u00a030", "17:30"],
  ["17h", "17:00"],
  ["9", "09:00"],
  ["0930", "09:30"],
  ["9.05", "09:05"],
  [" 7H15 ", "07:15"],
])("%s is the hour %s", (typed, time) => {
  expect(readTime(typed)).toBe(time);
});

test.each(["", "h30", "24:00", "12:60", "12:5", "midi", "123456"])("%s is no hour", (typed) => {
  expect(readTime(typed)).toBeUndefined();
});

test("an hour is shown as it is said, and can be typed so", () => {
  expect(timeInWords("17:00")).toBe("17\u00a0h\u00a000");
  expect(timeInWords("09:30")).toBe("9\u00a0h\u00a030");
  for (const time of ["00:00", "09:30", "10:05", "23:59"]) expect(readTime(timeInWords(time))).toBe(time);
});
