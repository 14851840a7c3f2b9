import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { PaymentMethod } from "@/domain/payments";
import { asked } from "@/ui/dialog/confirm";
import { PaymentDialog } from "./PaymentDialog";

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
});

const linesOf = (...prices: number[]) =>
  prices.map((price_cents, index) => ({ code: `A2025-L245-A0${index + 1}`, price_cents }));

function openFor(dueCents: number, firstMethod: PaymentMethod = "cash") {
  const onPaid = vi.fn();
  const onScan = vi.fn();
  const onCancel = vi.fn();
  const dialog = (lines = linesOf(dueCents)) => (
    <MantineProvider env="test">
      <PaymentDialog
        lines={lines}
        firstMethod={firstMethod}
        firstTaken={[]}
        onTaken={() => undefined}
        notice={undefined}
        recording={false}
        onScan={onScan}
        onRemoveRefused={() => undefined}
        onCancel={onCancel}
        onPaid={onPaid}
      />
    </MantineProvider>
  );
  const { rerender } = render(dialog());
  const become = (...prices: number[]) => rerender(dialog(linesOf(...prices)));
  return { onPaid, onScan, onCancel, become, person: userEvent.setup({ delay: null }) };
}

const amount = () => screen.getByRole("textbox");
const press = (name: string | RegExp) => screen.getByRole("button", { name });
const deal = (payments: readonly unknown[], cashCents: number, changeCents: number, prices: number[]) => ({
  lines: linesOf(...prices),
  payments,
  cashCents,
  changeCents,
});

test("Enter alone takes the exact amount", async () => {
  const { onPaid, person } = openFor(1200, "card");
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal([{ method: "card", amount_cents: 1200 }], 0, 0, [1200]),
  );
});

test("cash beyond the total shows and reports the change", async () => {
  const { onPaid, person } = openFor(1200);
  await person.type(amount(), "20");
  expect(screen.getByLabelText("À rendre").textContent).toMatch(/^8,00/);
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal([{ method: "cash", amount_cents: 1200 }], 2000, 800, [1200]),
  );
});

test("notes fill the amount and add up; nothing is taken before Encaisser", async () => {
  const { onPaid, person } = openFor(3800);
  await person.click(press(/^Ajouter 20/));
  await person.click(press(/^Ajouter 20/));
  expect(amount()).toHaveProperty("value", "40");
  expect(screen.getByLabelText("À rendre").textContent).toMatch(/^2,00/);
  expect(onPaid).not.toHaveBeenCalled();
  await person.click(press(/^Encaisser/));
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal([{ method: "cash", amount_cents: 3800 }], 4000, 200, [3800]),
  );
});

test("cash that does not suffice is asked about before it is taken", async () => {
  const { onPaid, person } = openFor(36200);
  // A dialog takes the focus a moment after it has opened.
  await waitFor(() => expect(document.activeElement).toBe(amount()));
  await person.type(amount(), "300{Enter}");
  expect(screen.getByText(/^Il manque 62,00/)).toBeDefined();
  expect(screen.queryByRole("list", { name: "Déjà donné" })).toBeNull();
  // A second Enter out of habit mends, it takes nothing.
  await person.keyboard("{Enter}");
  expect(screen.queryByText(/^Il manque/)).toBeNull();
  expect(screen.queryByRole("list", { name: "Déjà donné" })).toBeNull();
  await person.clear(amount());
  await person.type(amount(), "400{Enter}");
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal([{ method: "cash", amount_cents: 36200 }], 40000, 3800, [36200]),
  );
});

test.each(["{F3}", "button"])(
  "cash that does not suffice is taken when the rest is paid by card: %s",
  async (how) => {
    const { onPaid, person } = openFor(3700);
    await person.type(amount(), "20{Enter}");
    expect(screen.getByText(/^Il manque 17,00/)).toBeDefined();
    expect(screen.getByText(/Choisissez Carte ou Chèque/)).toBeDefined();
    if (how === "button") await person.click(press(/^Carte/));
    else await person.keyboard(how);
    expect(screen.queryByText(/^Il manque/)).toBeNull();
    expect((amount() as HTMLInputElement).value).toBe("");
    expect(screen.getByLabelText("Reste à payer").textContent).toMatch(/^17,00/);
    await person.type(amount(), "{Enter}");
    const payments = [
      { method: "cash", amount_cents: 2000 },
      { method: "card", amount_cents: 1700 },
    ];
    expect(onPaid).toHaveBeenCalledExactlyOnceWith(deal(payments, 2000, 0, [3700]));
  },
);

test("what was typed for one way to pay is not carried over to another", async () => {
  const { person } = openFor(3700);
  await person.type(amount(), "20");
  await person.keyboard("{F3}");
  expect((amount() as HTMLInputElement).value).toBe("");
});

test("cash that is far too much is asked about", async () => {
  const { onPaid, person } = openFor(1500);
  await person.type(amount(), "5000{Enter}");
  expect(screen.getByText(/^5.000,00.€ en espèces \?/)).toBeDefined();
  expect(onPaid).not.toHaveBeenCalled();
  // The key belongs to the question now.
  expect(screen.queryByRole("button", { name: /^Encaisser/ })).toBeNull();
  await person.click(press("Corriger le montant"));
  expect(press(/^Encaisser/)).toBeDefined();
  await person.keyboard("{Enter}");
  await person.click(press("Oui, prendre ces espèces"));
  expect(onPaid).toHaveBeenCalledOnce();
});

test("a cheque for a part leaves the rest to another payment", async () => {
  const { onPaid, person } = openFor(15000, "cheque");
  await person.type(amount(), "100{Enter}");
  expect(onPaid).not.toHaveBeenCalled();
  expect(screen.getByLabelText("Reste à payer").textContent).toMatch(/^50,00/);
  await person.keyboard("{F2}");
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal(
      [
        { method: "cheque", amount_cents: 10000 },
        { method: "cash", amount_cents: 5000 },
      ],
      5000,
      0,
      [15000],
    ),
  );
});

test("a partial payment can be given back", async () => {
  const { person } = openFor(4200, "cheque");
  await person.type(amount(), "10{Enter}");
  await person.click(press(/^Rendre 10,00/));
  expect(screen.getByLabelText("À payer").textContent).toMatch(/^42,00/);
  expect(screen.queryByRole("list", { name: "Déjà donné" })).toBeNull();
});

test("Retour does not forget money that was taken", async () => {
  const { onCancel, person } = openFor(4200, "cheque");
  await person.type(amount(), "10{Enter}");
  await person.click(press("Retour"));
  expect(onCancel).not.toHaveBeenCalled();
  expect(String(asked.get()?.body)).toContain("10,00");
  asked.get()?.settle(false);
  await person.click(press("Retour"));
  asked.get()?.settle(true);
  await vi.waitFor(() => expect(onCancel).toHaveBeenCalledOnce());
});

test("Retour with nothing taken just goes back", async () => {
  const { onCancel, person } = openFor(4200);
  await person.click(press("Retour"));
  expect(onCancel).toHaveBeenCalledOnce();
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
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal([{ method: "card", amount_cents: 1200 }], 0, 0, [1200]),
  );
});

test.each(["A2025-L245-A03-500-M04A", "A2025-L245-A03", "9782070408504"])(
  "%s in the amount is a scan, not money",
  async (text) => {
    const { onPaid, onScan, person } = openFor(1200);
    await person.type(amount(), `${text}{Enter}`);
    expect(onPaid).not.toHaveBeenCalled();
    expect(onScan).toHaveBeenCalledExactlyOnceWith(text);
    expect(amount()).toHaveProperty("value", "");
  },
);

test("what is paid is what is shown: an article added meanwhile is in the sum and in the sale", async () => {
  const { onPaid, become, person } = openFor(800);
  become(800, 400);
  expect(screen.getByLabelText("À payer").textContent).toMatch(/^12,00/);
  await person.type(amount(), "{Enter}");
  expect(onPaid).toHaveBeenCalledExactlyOnceWith(
    deal([{ method: "cash", amount_cents: 1200 }], 1200, 0, [800, 400]),
  );
});
