import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { type Edition, editionQuery } from "@/domain/editions";
import { type Declaration, declarationsQuery } from "./api";
import { DeclarationsPage } from "./DeclarationsPage";

vi.mock("@tanstack/react-router", () => ({ useParams: () => ({ editionId: "e1" }) }));
vi.mock("@/ui/links", () => ({ LinkButton: () => null }));
vi.mock("@/ui/facts/PersonLink", () => ({ PersonLink: () => null }));
vi.mock("@/ui/table/table-search", () => ({
  useTableSearch: () => ({ search: {}, change: () => undefined }),
}));

afterEach(cleanup);

/** Somebody who has validated nothing, reminded at these instants. */
function show(...reminders: (string | null)[]) {
  const client = new QueryClient();
  client.setQueryData(editionQuery("e1").queryKey, { id: "e1", status: "registrations_open" } as Edition);
  const all = reminders.map((reminded_at, index) => ({
    registration_id: `r${index}`,
    depositor: { id: `d${index}`, first_name: "Ida", last_name: "Roux", email: "", phone: null },
    numbers: [100 + index],
    lists: 0,
    validated_lists: 0,
    articles: 0,
    total_cents: 0,
    reminded_at,
  }));
  client.setQueryData(declarationsQuery("e1").queryKey, all as unknown as Declaration[]);
  client.setDefaultOptions({ queries: { staleTime: Number.POSITIVE_INFINITY } });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <DeclarationsPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const button = () => screen.queryByRole("button", { name: /^Relancer \d/ });

test("whoever was reminded today is not offered again", () => {
  const now = new Date().toISOString();
  show(now, null, "2025-10-01T08:00:00Z");
  expect(button()?.textContent).toBe("Relancer 2 personnes");
  expect(screen.getByText(/^3 personnes n’ont encore rien validé/)).toBeDefined();
  cleanup();
  show(now, now);
  expect(button()).toBeNull();
  expect(screen.getByText(/Un rappel est parti aujourd’hui/)).toBeDefined();
});
