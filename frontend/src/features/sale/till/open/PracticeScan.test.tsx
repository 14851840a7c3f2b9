import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { ScanPlace } from "@/features/sale/till/scan/ScanPlace";
import { PracticeScan } from "./PracticeScan";

vi.mock("@/features/sale/till/sounds", () => ({ beepAccepted: vi.fn(), beepRefused: vi.fn() }));

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** Keys at a scanner's speed, by their own clock. */
function scan(text: string, end: string | null = "Enter") {
  const keys = end === null ? [...text] : [...text, end];
  for (const [index, key] of keys.entries()) {
    const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    Object.defineProperty(pressed, "timeStamp", { value: 1_000 + 10 * index });
    fireEvent(document.body, pressed);
  }
}

function show() {
  vi.useFakeTimers();
  render(
    <MantineProvider env="test">
      <ScanPlace>
        <PracticeScan />
      </ScanPlace>
    </MantineProvider>,
  );
  return () => screen.getByRole("status").textContent;
}

test.each([
  ["A2025-L245-A03-500-M04A", /Le lecteur est prêt.*A2025-L245-A03, 5/],
  ["9782070408504", /Le lecteur est prêt.*code du fabricant/],
  // The label of above from a scanner with American keys, at a computer with French ones.
  ["Qéàé()Lé'()Qà\")(àà),à'Q", /Le lecteur est prêt.*clavier américain/],
  ["jkl;mno;pqr", /ne se comprend pas.*jkl;mno;pqr/],
])("a first scan says what it shows of the scanner: %s", (text, words) => {
  const told = show();
  expect(told()).toMatch(/Essayez le lecteur/);
  act(() => scan(text));
  expect(told()).toMatch(words);
});

test("a scanner that ends its codes with nothing is found out, one that does is not", () => {
  const told = show();
  act(() => scan("A2025-L245-A03-500-M04A", null));
  expect(told()).toMatch(/Essayez le lecteur/);
  act(() => void vi.advanceTimersByTime(500));
  expect(told()).toMatch(/n’envoie pas « Entrée ».*A2025-L245-A03-500-M04A/);
  act(() => scan("A2025-L245-A03-500-M04A"));
  act(() => void vi.advanceTimersByTime(500));
  expect(told()).toMatch(/Le lecteur est prêt/);
});
