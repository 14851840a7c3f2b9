import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { Edition, Facts } from "@/domain/editions";
import { localParts } from "@/lib/dates";
import { asked } from "@/ui/dialog/confirm";
import { StepButton } from "./StepButton";

vi.mock("@/ui/links", () => ({ LinkButton: () => null }));

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
});

/** The question that opening the sale asks, when its first day is so many days away. */
async function asksToOpen(daysAway: number): Promise<string> {
  const { day } = localParts(new Date(Date.now() + daysAway * 86_400_000).toISOString());
  const edition = { id: "e1", status: "deposit", sale_days: [day] } as unknown as Edition;
  const facts = { lists: [{ state: "reviewed", article_count: 12 }] } as unknown as Facts;
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <StepButton edition={edition} facts={facts} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Ouvrir la vente" }));
  return String(asked.get()?.body);
}

test("a sale that opens before its day says so; on its day it does not", async () => {
  expect(await asksToOpen(20)).toMatch(/^La vente est prévue à partir du .+ 12 articles de 1 liste acceptée/);
  cleanup();
  asked.get()?.settle(false);
  expect(await asksToOpen(0)).toMatch(/^En vente/);
});
