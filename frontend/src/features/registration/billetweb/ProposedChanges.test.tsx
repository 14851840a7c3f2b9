import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { ProposedChanges } from "./ProposedChanges";

afterEach(cleanup);

const moved = {
  id: "T200:slot",
  line: 2,
  registration_id: "r1",
  person: "LEROY Léa",
  kind: "slot",
  before: "mercredi 5 novembre à 14 h",
  after: "mercredi 5 novembre à 9 h 30",
  possible: true,
  code: null,
  message: "",
} as const;
const declared = {
  ...moved,
  id: "T201:cancelled",
  person: "PETIT Luc",
  kind: "cancelled",
  possible: false,
  code: "articles_declared",
  message: "Des articles sont déjà déclarés.",
} as const;

test("what can be done is ticked one by one, what cannot is told with its reason", async () => {
  const tick = vi.fn();
  render(
    <MantineProvider env="test">
      <ProposedChanges changes={[moved, declared]} ticked={new Set()} tick={tick} />
    </MantineProvider>,
  );
  expect(screen.getAllByRole("checkbox")).toHaveLength(1);
  expect(screen.getByText("Des articles sont déjà déclarés.")).toBeDefined();
  expect(screen.getAllByText(/ici : mercredi 5 novembre à 14 h → Billetweb : /)).toHaveLength(2);
  await userEvent.setup().click(screen.getByRole("checkbox"));
  expect(tick).toHaveBeenCalledWith(new Set(["T200:slot"]));
});
