import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { myRegistrationsQuery, type Registration } from "@/domain/lists";
import { type Identity, session } from "@/lib/server/session";
import { OwnTraining } from "./OwnTraining";

const taking = (name: string, is_training: boolean, status = "sale", starts_at = "2025-11-05") =>
  ({ id: name, edition: { name, is_training, status }, slot: { starts_at } }) as Registration;

function show(role: Identity["role"], registrations: readonly Registration[]) {
  session.identity.set({ id: "p1", role, email: "", first_name: "", last_name: "" });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queries.setQueryData(myRegistrationsQuery().queryKey, registrations);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <OwnTraining />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return screen.queryByRole("region", { name: "Entraînement" })?.textContent;
}

afterEach(cleanup);

test("whoever takes part in an edition for training only is told on every page", () => {
  expect(show("depositor", [taking("Essai", true), taking("Automne", false, "closed")])).toContain("Essai");
});

test.each([
  ["a real one runs as well", "depositor", [taking("Essai", true), taking("Automne", false)]],
  ["the one for training is over", "depositor", [taking("Essai", true, "archived")]],
  ["they take part in nothing", "depositor", []],
  ["the frame has the band of the edition in view", "volunteer", [taking("Essai", true)]],
] as const)("no band when %s", (_, role, registrations) => {
  expect(show(role, registrations)).toBeUndefined();
});
