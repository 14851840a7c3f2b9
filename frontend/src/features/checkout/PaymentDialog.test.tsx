import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { PaymentMethod } from "@/offline/ticket";
import { PaymentDialog } from "./PaymentDialog";

afterEach(cleanup);

function openFor(dueCents: number, firstMethod: PaymentMethod = "cash") {
  const onPaid = vi.fn();
  render(
    <MantineProvider env="test">
      <PaymentDialog
        dueCents={dueCents}
        firstMethod={firstMethod}
        recording={false}
        onCancel={() => undefined}
        onPaid={onPaid}
      />
    </MantineProvider>,
  );
  return { onPaid, person: userEvent.setup() };
}

const amount = () => screen.getByRole("textbox");

test("Enter alone takes the exact amount", async () => {
  const { onPaid, person } = openFor(1200, "card");
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledWith([{ method: "card", amount_cents: 1200 }], 0);
});

test("cash beyond the total shows and reports the change", async () => {
  const { onPaid, person } = openFor(1200);
  await person.type(amount(), "20");
  expect(screen.getByText(/^À rendre : 8,00/)).toBeDefined();
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledWith([{ method: "cash", amount_cents: 1200 }], 800);
});

test("a cheque for a part leaves the rest to another payment", async () => {
  const { onPaid, person } = openFor(15000, "cheque");
  await person.type(amount(), "100{Enter}");
  expect(onPaid).not.toHaveBeenCalled();
  expect(screen.getByText("Reste à payer")).toBeDefined();
  await person.keyboard("{F2}");
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledWith(
    [
      { method: "cheque", amount_cents: 10000 },
      { method: "cash", amount_cents: 5000 },
    ],
    0,
  );
});

test("a card cannot be charged more than is due", async () => {
  const { onPaid, person } = openFor(1200, "card");
  await person.type(amount(), "13{Enter}");
  expect(onPaid).not.toHaveBeenCalled();
  expect(screen.getByText(/plus que le reste/)).toBeDefined();
});

test("the command card pays with the scanner alone", async () => {
  const { onPaid, person } = openFor(1200);
  await person.type(amount(), "CAISSE-CARTE{Enter}");
  expect(onPaid).toHaveBeenCalledWith([{ method: "card", amount_cents: 1200 }], 0);
});

test("a label scanned into the amount is no amount", async () => {
  const { onPaid, person } = openFor(1200);
  await person.type(amount(), "A2025-L245-A03-500-M04A{Enter}");
  expect(onPaid).not.toHaveBeenCalled();
  expect(screen.getByText(/ne se lit pas/)).toBeDefined();
});
