import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import type { Edition } from "@/domain/editions";
import type { Payout } from "@/domain/payouts";
import { EditionPage } from "./EditionPage";

interface Words {
  readonly children: ReactNode;
}

vi.mock("@tanstack/react-router", () => ({
  useParams: () => ({ editionId: "e1" }),
  useNavigate: () => () => undefined,
  Link: ({ children }: Words) => <a href="/">{children}</a>,
}));
vi.mock("@/ui/links", () => ({ LinkButton: ({ children }: Words) => <a href="/">{children}</a> }));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The dashboard of an edition with one list of 12 articles and these payouts. */
function show(status: Edition["status"], payouts: readonly Payout["state"][]) {
  const days = {
    starts_at: "2025-11-05",
    ends_at: "2025-11-10",
    declaration_deadline: "2025-10-15T21:59:59.000Z",
    deposit_days: ["2025-11-05", "2025-11-06"],
    sale_days: ["2025-11-08"],
  };
  const page = (...items: readonly object[]) => ({ items, per_page: 200, total: items.length });
  const answers: Readonly<Record<string, object>> = {
    "": { id: "e1", name: "Automne 2025", status, ...days },
    "/slots": page({ capacity: 20 }),
    "/registrations": page({ depositor: { id: "d1", state: "active" } }),
    "/lists": page({ state: "closed", article_count: 12, total_cents: 4_000, depositor: { id: "d1" } }),
    "/payouts": page(...payouts.map((state) => ({ state, to_pay_cents: state === "absent" ? 1_550 : 0 }))),
    "/live": { articles_sold: 7, articles_offered: 12, takings_cents: 2_500, tills: [] },
  };
  vi.stubGlobal("fetch", async ({ url }: Request) => {
    const what = new URL(url).pathname.replace("/api/v1/editions/e1", "");
    return Response.json(answers[what] ?? {}, { status: what in answers ? 200 : 404 });
  });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <EditionPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test("each stage shows its days, and the deadline stands there whatever is late", async () => {
  show("registrations_open", []);
  const stages = await screen.findByRole("list", { name: "Étapes de l’édition" });
  expect(stages.textContent).toMatch(/Dépôt.*5 et 6.nov\..*8.nov\./);
  expect(screen.getByText(/^Date limite des déclarations : mercredi 15 octobre à 23.h.59/)).toBeDefined();
});

/** A figure's name, its value and what is said of it. */
const figure = async (label: string) => (await screen.findByText(label)).parentElement?.textContent;

test("a closed edition still counts what it was, and asks for nothing more", async () => {
  show("closed", ["closed", "closed", "paid", "absent"]);
  expect(await figure("Inscriptions")).toBe("Inscriptions120 places dans les créneaux");
  expect(await figure("Listes validées")).toBe("Listes validées1sur 1 commencée");
  expect(await figure("Articles déclarés")).toMatch(/^Articles déclarés12\s?40,00.€ demandés/);
  expect(await figure("Articles vendus")).toBe("Articles vendus73 reversements réglés sur 4");
  expect(screen.getByText("Cette édition est close")).toBeDefined();
  expect(screen.getByText(/1 personne n’est pas venue : 15,50.€ lui restent dus/)).toBeDefined();
  expect(screen.queryByText("À faire maintenant")).toBeNull();
});

test("in the settlement a payout that is not paid is not called settled", async () => {
  show("settlement", ["paid", "slip_ready"]);
  expect(await figure("Articles vendus")).toBe("Articles vendus71 reversement réglé sur 2");
  expect(screen.queryByText("Cette édition est close")).toBeNull();
  expect(screen.getByText("À faire maintenant")).toBeDefined();
});
