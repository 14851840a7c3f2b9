import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { isValidElement, type ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { asked } from "@/ui/dialog/confirm";
import { ClosingPage } from "./ClosingPage";

vi.mock("@tanstack/react-router", () => ({ useParams: () => ({ editionId: "e1" }) }));
vi.mock("@/ui/links", () => ({ LinkButton: () => null }));
vi.mock("@/lib/server/session", async (original) => ({
  ...(await original<object>()),
  useIdentity: () => ({ role: "admin" }),
}));

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
  vi.unstubAllGlobals();
});

function wordsOf(node: ReactNode): string {
  if (Array.isArray(node)) return node.map(wordsOf).join("");
  if (isValidElement<{ children?: ReactNode }>(node)) return wordsOf(node.props.children);
  return typeof node === "string" || typeof node === "number" ? String(node) : "";
}

/** The page of an edition in settlement, whose checks are these. */
function show(checks: object) {
  const answers: Readonly<Record<string, object>> = {
    "": { id: "e1", name: "Automne", status: "settlement" },
    "/closing-checks": checks,
    "/payouts": {
      items: [
        { state: "paid", paid_cents: 1_000, to_pay_cents: 0 },
        { state: "absent", paid_cents: 0, to_pay_cents: 1_550 },
        { state: "absent", paid_cents: 0, to_pay_cents: 0 },
      ],
      per_page: 200,
      total: 3,
    },
  };
  vi.stubGlobal("fetch", async ({ url }: Request) =>
    Response.json(answers[new URL(url).pathname.replace("/api/v1/editions/e1", "")] ?? {}),
  );
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <ClosingPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test("whoever closes is told what is still owed to those who did not come", async () => {
  show({ checks: [], ready: true, ready_with_reason: true });
  const button = await screen.findByRole("button", { name: "Clôturer l’édition" });
  await waitFor(async () => {
    asked.get()?.settle(false);
    await userEvent.click(button);
    expect(wordsOf(asked.get()?.body)).toMatch(/2 personnes absentes.*15,50.€ restent dus à 1 personne/);
  });
});

test("a condition that is not met has the apostrophes of print", async () => {
  const message = "3 reversements ne sont pas payés, et aucune absence n'y est notée.";
  const check = { code: "to_pay_left", met: false, overridable: false, message };
  show({ checks: [check], ready: false, ready_with_reason: false });
  expect(await screen.findByText(/aucune absence n’y est notée/)).toBeDefined();
});
