import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { Payout } from "@/domain/payouts";
import { adjustPayout } from "@/features/settlement/payouts/api";
import { Problem } from "@/lib/server/problem";
import { AdjustDialog } from "./AdjustDialog";

vi.mock("@/features/settlement/payouts/api", () => ({ adjustPayout: vi.fn() }));

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
});

function show(fees_due_cents: number) {
  const depositor = { first_name: "Jeanne", last_name: "Petit" };
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <AdjustDialog
          payout={{ id: "payout", depositor, fees_due_cents } as unknown as Payout}
          onClose={() => undefined}
        />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

const amount = () => screen.getByLabelText(/Montant en euros/);
const errorOf = (field: HTMLElement) =>
  document.getElementById(field.getAttribute("aria-describedby")?.split(" ").at(-1) ?? "")?.textContent;

test("an amount that cannot be read is told at the amount", async () => {
  const person = show(0);
  await person.type(amount(), "abc");
  await person.type(screen.getByLabelText(/Raison/), "bouton perdu{Tab}");
  await person.click(screen.getByRole("button", { name: "Ajouter" }));
  expect(adjustPayout).not.toHaveBeenCalled();
  expect(amount().getAttribute("aria-invalid")).toBe("true");
  expect(screen.queryByText(/erreur inattendue/)).toBeNull();
});

test("what the server says of an amount stands at the amount", async () => {
  const message = "C’est plus que les frais.";
  vi.mocked(adjustPayout).mockRejectedValue(
    new Problem(422, { errors: [{ field: "amount_cents", code: "out_of_range", message }] }),
  );
  const person = show(0);
  await person.type(amount(), "500");
  await person.type(screen.getByLabelText(/Raison/), "bouton perdu");
  await person.click(screen.getByRole("button", { name: "Ajouter" }));
  await waitFor(() => expect(errorOf(amount())).toBe(message));
  expect(screen.getByLabelText(/Raison/).getAttribute("aria-invalid")).not.toBe("true");
});

test.each([
  [0, 0],
  [1_600, 1],
])("a debt of %d is offered to be carried %d times", (cents, times) => {
  show(cents);
  expect(screen.queryAllByRole("option", { name: "Dette reportée" })).toHaveLength(times);
});
