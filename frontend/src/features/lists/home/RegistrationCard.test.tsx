import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import type { ListSummary, Registration } from "@/domain/lists";

import { RegistrationCard } from "./RegistrationCard";

vi.mock("@tanstack/react-router", () => ({
  useNavigate: () => () => undefined,
  Link: ({ children }: { readonly children: ReactNode }) => <a href="/">{children}</a>,
}));
vi.mock("@/ui/links", () => ({ LinkButton: () => null }));

afterEach(cleanup);

/** Somebody with the numbers 170 and 171, and lists in these states. */
function show(...states: ListSummary["state"][]) {
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString();
  const registration = {
    id: "r1",
    edition: { id: "e1", name: "Printemps", status: "registrations_open", place: null },
    slot: { starts_at: soon, ends_at: soon },
    numbers: [170, 171],
    declaration_deadline: soon,
    return_hours: null,
  } as unknown as Registration;
  const lists = states.map((state, index) => ({
    id: `l${index}`,
    number: 170 + index,
    state,
    article_count: 3,
    total_cents: 900,
  })) as unknown as ListSummary[];
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <RegistrationCard registration={registration} lists={lists} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test("whoever has validated everything is asked for nothing any more", () => {
  show("validated", "validated");
  expect(screen.getByText(/^Toutes validées/)).toBeDefined();
  expect(screen.queryByText(/sont à valider/)).toBeNull();
});

test("a list that is a draft, or not begun, has its deadline", () => {
  show("validated", "draft");
  expect(screen.getByText(/sont à valider/)).toBeDefined();
  cleanup();
  show("validated");
  expect(screen.getByText(/sont à valider/)).toBeDefined();
  expect(screen.queryByText(/^Toutes? validées?/)).toBeNull();
});
