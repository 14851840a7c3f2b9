import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { useTapShield } from "./tap-shield";

afterEach(cleanup);

function Sheet({ close }: { readonly close: () => void }) {
  useTapShield();
  return (
    <button type="button" onClick={close}>
      Enregistrer
    </button>
  );
}

function Page({ beneath }: { readonly beneath: () => void }) {
  const [open, setOpen] = useState(true);
  if (open) return <Sheet close={() => setOpen(false)} />;
  return (
    <button type="button" onClick={beneath}>
      Supprimer
    </button>
  );
}

/** A tap at a place; what the keyboard does has no count of taps and no finger. */
function tap(name: string, clientX: number, clientY: number, detail = 1) {
  const button = screen.getByRole("button", { name });
  if (detail > 0) fireEvent.pointerDown(button, { clientX, clientY });
  fireEvent.click(button, { clientX, clientY, detail });
}

test("the second tap of a double tap does not reach what was under the sheet", () => {
  const beneath = vi.fn();
  render(<Page beneath={beneath} />);
  tap("Enregistrer", 100, 600);
  tap("Supprimer", 104, 596, 2);
  expect(beneath).not.toHaveBeenCalled();
});

test("a tap elsewhere and a key go through at once", () => {
  const beneath = vi.fn();
  render(<Page beneath={beneath} />);
  tap("Enregistrer", 700, 300);
  tap("Supprimer", 500, 300);
  tap("Supprimer", 0, 0, 0);
  expect(beneath).toHaveBeenCalledTimes(2);
});

test("a label elsewhere hands its click on to its field at once", () => {
  const beneath = vi.fn();
  render(<Page beneath={beneath} />);
  tap("Enregistrer", 700, 300);
  tap("Supprimer", 500, 300);
  fireEvent.click(screen.getByRole("button", { name: "Supprimer" }), {
    clientX: 500,
    clientY: 300,
    detail: 1,
  });
  expect(beneath).toHaveBeenCalledTimes(2);
});
