import { expect, test } from "vitest";
import { type Edition, runningOf } from "./editions";

const edition = (name: string, status: Edition["status"], starts_at: string, is_training = false) =>
  ({ name, status, starts_at, is_training }) as Edition;

test("the edition that people have come for is the real one that goes on, else the latest", () => {
  const closed = edition("Automne 2025", "closed", "2025-11-05");
  const older = edition("Printemps 2025", "archived", "2025-03-05");
  const selling = edition("Printemps 2026", "sale", "2026-03-11");
  const draft = edition("Automne 2026", "draft", "2026-11-04");
  const training = edition("Essais", "sale", "2026-03-01", true);
  expect(runningOf([draft, closed, training, selling])?.name).toBe("Printemps 2026");
  expect(runningOf([older, training, closed])?.name).toBe("Automne 2025");
  expect(runningOf([closed, draft, older])?.name).toBe("Automne 2026");
  expect(runningOf([training])?.name).toBe("Essais");
  expect(runningOf([])).toBeUndefined();
});
