import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import type { Standing } from "@/domain/mail/standing";
import { OutboxStanding } from "./OutboxStanding";

const { resendMails, shown } = vi.hoisted(() => ({
  resendMails: vi.fn(() => Promise.resolve({ messages: 12, unblocked: 1 })),
  shown: { standing: undefined as Standing | undefined },
}));

vi.mock("./api", () => ({ resendMails }));

vi.mock("@/domain/mail/standing", async (original) => ({
  ...(await original<typeof import("@/domain/mail/standing")>()),
  standingQuery: () => ({ queryKey: ["mails", "standing"], queryFn: () => shown.standing }),
}));

afterEach(cleanup);

const QUIET: Standing = { waiting: 0, given_up: 0, blocked: 0, max_per_hour: 200 };

function show(standing: Partial<Standing>) {
  shown.standing = { ...QUIET, ...standing };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider env="test">
        <OutboxStanding />
      </MantineProvider>
    </QueryClientProvider>,
  );
}

test("a refused account is shown with the server’s words, and one button sends all again", async () => {
  show({ refusal: { words: "535 5.7.8 authentication failed", waiting: 12 } });
  expect((await screen.findByRole("alert")).textContent).toMatch(
    /535 5\.7\.8 authentication failed.*12 messages attendent/,
  );
  await userEvent.setup().click(screen.getByRole("button", { name: "Tout renvoyer" }));
  expect(resendMails).toHaveBeenCalledOnce();
});

test("a full hour is told by when it will be over, in Paris", async () => {
  show({ waiting: 300, all_out_at: "2025-11-07T23:10:00.000Z" });
  expect((await screen.findByText(/300 messages attendent/)).textContent).toMatch(
    /tout sera parti (demain |\S+ \d+ \S+ )?vers 0.h.10\.$/,
  );
  expect(screen.queryByRole("button")).toBeNull();
});

test("addresses that are blocked can be freed when nothing else is wrong", async () => {
  show({ blocked: 19, given_up: 1 });
  expect(await screen.findByText(/1 message n’est pas parti ; 19 adresses sont bloquées/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Tout renvoyer" })).toBeDefined();
});
