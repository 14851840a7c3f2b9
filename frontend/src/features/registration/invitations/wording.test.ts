import { expect, test } from "vitest";
import { bulkDone, bulkSubmit, bulkSummary, wasOpened } from "./wording";

const place = { list_type: "standard", starts_at: "", ends_at: "", numbers: [100, 101] } as const;
const registered = { place: { ...place, numbers: [...place.numbers] }, known: false };
const invited = { place: null, known: false };

test.each([
  [[], "0 personne recevra une invitation.", "Inviter 0 personne"],
  [[invited, invited], "2 personnes recevront une invitation.", "Inviter 2 personnes"],
  [[registered], "1 personne sera inscrite.", "Inscrire 1 personne"],
  [
    [registered, registered, invited],
    "2 personnes seront inscrites, 1 personne recevra une invitation.",
    "Inscrire 2 personnes, inviter 1 personne",
  ],
])("what a box will do is said before it is done", (guests, summary, submit) => {
  expect(bulkSummary(guests)).toBe(summary);
  expect(bulkSubmit(guests)).toBe(submit);
});

test("what was done is said with its numbers", () => {
  expect(bulkDone({ registered: 0, invited: 1 })).toBe("1 invitation part.");
  expect(bulkDone({ registered: 2, invited: 0 })).toBe("2 personnes inscrites.");
  expect(bulkDone({ registered: 2, invited: 3 })).toBe("2 personnes inscrites, 3 invitations partent.");
});

test.each([
  ["sent", null, false],
  ["sent", "2025-09-15T09:00:00.000Z", true],
  ["expired", "2025-10-15T09:00:00.000Z", true],
  ["used", null, true],
] as const)("an invitation that is %s, opened at %s: %s", (state, opened_at, opened) => {
  expect(wasOpened({ state, opened_at })).toBe(opened);
});
