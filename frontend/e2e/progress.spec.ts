import { expect, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { type DepositDay, depositDay } from "./support/deposit";
import { lookAt } from "./support/looks";
import { ask, logInAs, tell } from "./support/people";

const MANAGER = "gestionnaire@demo.bourse";
const VOLUNTEER = "benevole3@demo.bourse";

let bourse: Bourse;
let day: DepositDay;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  day = await depositDay(bourse);
});
test.afterAll(() => bourse.stop());

/** An id as a device makes it. */
const id = (number: number) => `019a628d-0380-7707-8707-${number.toString(16).padStart(12, "0")}`;

test("the board of the deposit counts what desks decide, and says which list is to be finished", async ({
  page,
}) => {
  const [, , third] = day.lists;
  const { articles } = await ask<{ articles: { id: string }[] }>(bourse, MANAGER, `/lists/${third.id}`);
  const desk = await tell<{ session_id: string }>(
    bourse,
    VOLUNTEER,
    `/editions/${day.edition}/desk-sessions`,
    { desk_number: 5, volunteers: ["Agnès Roux"] },
  );
  const about = (number: number, kind: string, article?: string, value: unknown = null) => ({
    id: id(number),
    list_id: third.id,
    article_id: article ?? null,
    kind,
    value,
    decided_at: new Date(Date.now() - 60_000 + number).toISOString(),
    desk_session_id: desk.session_id,
  });
  const [first, second, another] = articles;
  const commands = [
    about(1, "list_start"),
    about(2, "accept", first?.id),
    about(3, "accept", second?.id),
    about(4, "refuse", another?.id, { reason: "out_of_season" }),
  ];
  await tell(bourse, VOLUNTEER, `/editions/${day.edition}/desk/sync`, { commands });
  await tell(bourse, VOLUNTEER, `/desk-sessions/${desk.session_id}/report`, {
    open_list_id: third.id,
    unsent: 0,
    version: "1",
    clock_ms: Date.now() + 600_000,
  });
  await logInAs(page, bourse, VOLUNTEER, `/editions/${day.edition}/depot`);
  await expect(page.getByRole("heading", { name: "Suivi du dépôt" })).toBeVisible();
  await expect(page.getByText(/^2 acceptés, 1 refusé, 0 non apporté,/)).toBeVisible();
  await expect(page.getByText(/Table 5 · .*Agnès Roux/)).toBeVisible();
  await expect(page.getByText(/Son horloge avance de 10\sminutes/)).toBeVisible();
  await expect(page.getByText(new RegExp(`^Liste ${third.number} · `))).toBeVisible();
  await expect(page.getByText("Hors saison")).toBeVisible();
  await lookAt(page, "deposit-board");
  // The rest of the list elsewhere, and its end: the board follows by itself.
  const rest = articles.slice(3).map((article, index) => about(5 + index, "not_brought", article.id));
  await tell(bourse, VOLUNTEER, `/editions/${day.edition}/desk/sync`, {
    commands: [...rest, about(90, "list_finish")],
  });
  await expect(page.getByText("1 sur 3", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("heading", { name: "Listes à terminer" })).toHaveCount(0);
});
