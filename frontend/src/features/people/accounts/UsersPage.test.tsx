import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { session } from "@/lib/server/session";
import { sendFirstLink, type User, usersQuery } from "./api";
import { UsersPage } from "./UsersPage";

vi.mock("./api", async (original) => ({ ...(await original<object>()), sendFirstLink: vi.fn() }));
vi.mock("@/ui/table/table-search", () => ({
  useTableSearch: () => ({ search: {}, change: () => undefined }),
}));

afterEach(() => {
  cleanup();
  session.forget();
});

const person = (changes: Partial<User>): User => ({
  id: "1",
  email: "camille@example.org",
  role: "volunteer",
  state: "invited",
  first_name: "Camille",
  last_name: "Martin",
  locked: false,
  ...changes,
});

function show(user: User) {
  session.identity.set({ id: "0", role: "admin", email: "", first_name: "", last_name: "" });
  const client = new QueryClient();
  client.setQueryData(usersQuery().queryKey, [user]);
  client.setDefaultOptions({ queries: { staleTime: Number.POSITIVE_INFINITY } });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <UsersPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

test("somebody whose invitation was lost gets another link", async () => {
  const keys = show(person({}));
  await keys.click(screen.getByRole("button", { name: /^Actions pour/ }));
  await keys.click(await screen.findByRole("menuitem", { name: "Renvoyer l’invitation" }));
  await waitFor(() => expect(sendFirstLink).toHaveBeenCalledExactlyOnceWith("camille@example.org"));
});

test.each([{ state: "active" as const }, { role: "depositor" as const }])(
  "no invitation is offered to %j",
  async (changes) => {
    const keys = show(person(changes));
    await keys.click(screen.getByRole("button", { name: /^Actions pour/ }));
    await screen.findByRole("menuitem", { name: "Déconnecter partout" });
    expect(screen.queryByRole("menuitem", { name: "Renvoyer l’invitation" })).toBeNull();
  },
);
