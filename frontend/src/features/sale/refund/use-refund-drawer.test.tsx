import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Problem } from "@/lib/server/problem";
import { useRefundDrawer } from "./use-refund-drawer";

afterEach(cleanup);

function Refund({ send }: { readonly send: (session: string | null) => Promise<unknown> }) {
  const drawer = useRefundDrawer();
  return (
    <>
      {drawer.field}
      <button type="button" onClick={() => void drawer.giving(send).catch(() => undefined)}>
        Rendre
      </button>
    </>
  );
}

const needed = (...open: readonly number[]) =>
  new Problem(409, {
    code: "refund_session_needed",
    open_sessions: open.map((register_number) => ({
      session_id: `session-${register_number}`,
      register_number,
      seller: "Camille M.",
    })),
  });

function show(send: (session: string | null) => Promise<unknown>) {
  render(
    <MantineProvider env="test">
      <Refund send={send} />
    </MantineProvider>,
  );
  const person = userEvent.setup({ delay: null });
  return { person, press: () => person.click(screen.getByRole("button", { name: "Rendre" })) };
}

test("the drawer that took the money gives it: nobody is asked", async () => {
  const send = vi.fn().mockResolvedValue([]);
  await show(send).press();
  expect(send).toHaveBeenCalledExactlyOnceWith(null);
  expect(screen.queryByRole("combobox")).toBeNull();
});

test("when that one is counted, an open one is chosen and named", async () => {
  const send = vi.fn().mockRejectedValueOnce(needed(2, 5)).mockResolvedValue([]);
  const { person, press } = show(send);
  await press();
  const choice = await screen.findByLabelText("De quelle caisse sort l’argent ?");
  await person.selectOptions(choice, "Caisse 5, Camille M.");
  await press();
  expect(send.mock.calls).toEqual([[null], ["session-5"]]);
});

test("without an open till it is said what to do first", async () => {
  const { press } = show(vi.fn().mockRejectedValue(needed()));
  await press();
  expect((await screen.findByRole("status")).textContent).toMatch(/^Aucune caisse n’est ouverte/);
});
