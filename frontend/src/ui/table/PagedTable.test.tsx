import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/lib/server/problem";
import { createStore, useStore } from "@/lib/store";
import type { Bulk } from "./bulk";
import { PagedTable } from "./PagedTable";
import { type Column, useLocalRows } from "./rows";
import type { TableSearch } from "./table-address";

const address = createStore<TableSearch>({});
vi.mock("./table-search", () => ({
  useTableSearch: () => ({
    search: useStore(address),
    change: (changes: TableSearch) => address.set({ ...address.get(), page: undefined, ...changes }),
  }),
}));

interface Person {
  readonly name: string;
}

const people: readonly Person[] = Array.from({ length: 70 }, (_, at) => ({
  name: `Personne ${String(at + 1).padStart(2, "0")}`,
}));
const columns: readonly Column<Person>[] = [
  { key: "nom", title: "Nom", sort: ({ name }) => name, cell: ({ name }) => name },
];
const opened = vi.fn();
const deed = vi.fn(async (_: Person): Promise<void> => undefined);
const bulk: Bulk<Person> = {
  nameOf: ({ name }) => name,
  refreshes: [],
  verbs: [
    { label: "Saluer", icon: null, begin: (_, each) => each(deed) },
    { label: "Coiffer", icon: null, fits: ({ name }) => name.endsWith("1"), begin: (_, each) => each(deed) },
  ],
};

function Everybody() {
  return (
    <PagedTable
      caption="Personnes"
      noun={["personne", "personnes"]}
      searchLabel="Chercher un nom"
      columns={columns}
      rows={useLocalRows(people, columns, ({ name }) => name)}
      rowKey={({ name }) => name}
      open={opened}
      bulk={bulk}
    />
  );
}

beforeEach(() => {
  address.set({});
  opened.mockReset();
  deed.mockReset();
});
afterEach(cleanup);

function show() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <Everybody />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

const box = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name });

test("a page is chosen at once, then everything that fits", async () => {
  const keys = show();
  await keys.click(box("Choisir toute la page"));
  expect(screen.getByText("50 personnes dans votre choix")).toBeTruthy();
  await keys.click(screen.getByRole("button", { name: "Choisir les 70" }));
  expect(await screen.findByText("70 personnes dans votre choix")).toBeTruthy();
  await keys.click(screen.getByRole("button", { name: "Effacer le choix" }));
  expect(box("Choisir toute la page").checked).toBe(false);
});

test("on a telephone everything that can be done to the chosen rows is behind one button", async () => {
  vi.spyOn(window, "matchMedia").mockImplementation(
    (query) =>
      ({
        matches: query === "(max-width: 48em)",
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
      }) as unknown as MediaQueryList,
  );
  const keys = show();
  await keys.click(box("Choisir Personne 01"));
  await keys.click(box("Choisir Personne 02"));
  expect(screen.queryByRole("button", { name: "Saluer" })).toBeNull();
  await keys.click(screen.getByRole("button", { name: "Actions" }));
  await keys.click(await screen.findByRole("menuitem", { name: "Coiffer (1)" }));
  await waitFor(() => expect(deed).toHaveBeenCalledExactlyOnceWith({ name: "Personne 01" }));
  vi.restoreAllMocks();
});

test("what was chosen stays in another order and is forgotten in another search", async () => {
  const keys = show();
  await keys.click(box("Choisir Personne 01"));
  await keys.click(screen.getByRole("button", { name: "Nom" }));
  expect(box("Choisir Personne 01").checked).toBe(true);
  await keys.type(screen.getByLabelText("Chercher un nom"), "01");
  expect(box("Choisir Personne 01").checked).toBe(false);
});

test("a verb says how many of the chosen rows it is for", async () => {
  const keys = show();
  await keys.click(box("Choisir Personne 01"));
  expect(screen.getByRole("button", { name: "Coiffer" })).toBeTruthy();
  await keys.click(box("Choisir Personne 02"));
  await keys.click(screen.getByRole("button", { name: "Coiffer (1)" }));
  await waitFor(() => expect(deed).toHaveBeenCalledExactlyOnceWith({ name: "Personne 01" }));
});

test("who was refused is named with the reason and stays chosen; the others are done", async () => {
  deed.mockImplementation(async ({ name }) => {
    if (name === "Personne 02") throw new Problem(409, { detail: "Son chapeau est trop grand." });
  });
  const keys = show();
  for (const name of ["Personne 01", "Personne 02", "Personne 03"]) await keys.click(box(`Choisir ${name}`));
  await keys.click(screen.getByRole("button", { name: "Saluer" }));
  const result = await screen.findByText(/fait pour 2 personnes sur 3/);
  expect(result.closest("[role=status]")?.textContent).toContain("Personne 02 : Son chapeau est trop grand.");
  expect(deed).toHaveBeenCalledTimes(3);
  expect(box("Choisir Personne 01").checked).toBe(false);
  expect(box("Choisir Personne 02").checked).toBe(true);
});

test("Enter opens the one row that a search has left, and nothing while there are more", async () => {
  const keys = show();
  await keys.type(screen.getByLabelText("Chercher un nom"), "6{Enter}");
  expect(opened).not.toHaveBeenCalled();
  await keys.type(screen.getByLabelText("Chercher un nom"), "3{Enter}");
  expect(opened).toHaveBeenCalledExactlyOnceWith({ name: "Personne 63" });
});

test("another page is read from its top", async () => {
  const keys = show();
  const [, foot] = screen.getAllByRole("button", { name: "Page 2" });
  await keys.click(foot as HTMLElement);
  expect(box("Choisir Personne 51")).toBeTruthy();
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Personnes");
});
