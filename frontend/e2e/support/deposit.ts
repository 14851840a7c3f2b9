import type { Bourse } from "./bourse";
import { ask, tell } from "./people";

const MANAGER = "gestionnaire@demo.bourse";
const DEPOSITOR = "deposant@demo.bourse";
/** A volunteer who brings a list, too. */
const ANOTHER = "benevole2@demo.bourse";

export interface DepositDay {
  readonly edition: string;
  readonly code: string;
  /** Two lists of one person, then one of another. */
  readonly lists: readonly [Brought, Brought, Brought];
}

interface Brought {
  readonly id: string;
  readonly number: number;
}

interface Named {
  readonly id: string;
}

/** A deposit day of the demonstration's training edition: three lists that people have declared, and tables that may open. */
export async function depositDay(bourse: Bourse): Promise<DepositDay> {
  const { items } = await ask<{ items: { id: string; code: string; status: string }[] }>(
    bourse,
    MANAGER,
    "/editions",
  );
  const { id: edition, code } =
    items.find(({ status }) => status === "registrations_open") ?? items[0] ?? none();
  const slots = await ask<{ items: { id: string; residents_only: boolean }[] }>(
    bourse,
    MANAGER,
    `/editions/${edition}/slots`,
  );
  const slot = slots.items.find(({ residents_only }) => !residents_only) ?? none();
  const mine = await ask<{ items: { id: string; state: string }[] }>(bourse, DEPOSITOR, "/me/lists");
  const draft = mine.items.find(({ state }) => state === "draft") ?? none();
  const second = await tell<Named>(bourse, DEPOSITOR, `/editions/${edition}/lists`, {});
  await fill(bourse, DEPOSITOR, second.id, 3);
  const registration = { email: ANOTHER, slot_id: slot.id, list_type: "standard" };
  await tell(bourse, MANAGER, `/editions/${edition}/registrations`, registration);
  const third = await tell<Named>(bourse, ANOTHER, `/editions/${edition}/lists`, {});
  await fill(bourse, ANOTHER, third.id, 4);
  const lists = [
    await validate(bourse, DEPOSITOR, draft.id),
    await validate(bourse, DEPOSITOR, second.id),
    await validate(bourse, ANOTHER, third.id),
  ] as const;
  await tell(bourse, MANAGER, `/editions/${edition}/open-deposits`, {
    override_deadline: true,
    reason: "Répétition",
  });
  return { edition, code, lists };
}

async function fill(bourse: Bourse, email: string, list: string, lines: number): Promise<void> {
  for (let line = 1; line <= lines; line += 1) {
    await tell(bourse, email, `/lists/${list}/articles`, {
      subcategory: "puzzle",
      description: `Puzzle numéro ${line}, 60 pièces`,
      price_cents: 300 + 100 * line,
      certified: true,
    });
  }
}

async function validate(bourse: Bourse, email: string, id: string): Promise<Brought> {
  await tell(bourse, email, `/lists/${id}/validate`, { accept_terms: true });
  const { number } = await ask<Brought>(bourse, email, `/lists/${id}`);
  return { id, number };
}

function none(): never {
  throw new Error("the demonstration has no edition to declare in");
}
