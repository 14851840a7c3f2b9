import { expect, test } from "vitest";
import { returnTimes } from "./return-times";

const edition = {
  sale_days: ["2025-11-09", "2025-11-08"],
  return_day: "2025-11-10",
  return_hours_members: { starts_at: "17:00", ends_at: "18:00" },
  return_hours_standard: { starts_at: "18:30", ends_at: "19:30" },
};

test("members and their families come at the end of the sale, everybody else on the day of the return", () => {
  const sunday = "dimanche 9 novembre, de 17\u00a0h à 18\u00a0h";
  const monday = "lundi 10 novembre, de 18\u00a0h\u00a030 à 19\u00a0h\u00a030";
  expect(returnTimes(edition, ["standard"])).toEqual([monday]);
  expect(returnTimes(edition, ["member_1000", "family_2000"])).toEqual([sunday]);
  expect(returnTimes(edition, ["member_1000", "standard"])).toEqual([
    `${sunday} (listes 1000 et 2000)`,
    `${monday} (autres listes)`,
  ]);
  expect(returnTimes({ ...edition, sale_days: [], return_day: null }, ["standard"])).toEqual([]);
});
