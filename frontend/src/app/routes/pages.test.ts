import { isRedirect } from "@tanstack/react-router";
import { beforeEach, expect, test } from "vitest";
import type { EditionStatus } from "@/domain/editions";
import type { PathName } from "@/lib/paths";
import { type Identity, type Role, session } from "@/lib/server/session";
import { Forbidden, guardOf } from "./guards";
import { entriesFor, grouped, quickOf } from "./navigation";
import { arrivalAt, type Page, pages } from "./pages";

const ROLES: readonly Role[] = ["depositor", "volunteer", "manager", "admin"];
const table = Object.entries(pages) as readonly (readonly [PathName, Page])[];

const person = (role: Role): Identity => ({
  id: "1",
  role,
  email: "camille@asso.test",
  first_name: "Camille",
  last_name: "Martin",
});

/** Where a page sends somebody; nothing when it opens. */
async function sentTo(name: PathName, page: Page): Promise<unknown> {
  try {
    await guardOf(name, page)({ location: { href: "/ici" }, params: { editionId: "e1" }, preload: true });
  } catch (thrown) {
    if (isRedirect(thrown)) return thrown.options.to;
    if (thrown instanceof Forbidden) return `for ${thrown.least}`;
    throw thrown;
  }
  return undefined;
}

beforeEach(() => session.identity.set(undefined));

test("a page opens for its role and above, and says to everybody else whom it is for", async () => {
  for (const [name, page] of table.filter(([one]) => one !== "till")) {
    for (const [rank, role] of ROLES.entries()) {
      session.identity.set(person(role));
      const enough = page.least === undefined || rank >= ROLES.indexOf(page.least);
      expect([name, role, await sentTo(name, page)]).toEqual([
        name,
        role,
        enough ? undefined : `for ${page.least}`,
      ]);
    }
  }
});

test("who is not logged in is asked to, on every page that has a least role", async () => {
  for (const [name, page] of table.filter(([one]) => one !== "till")) {
    expect([name, await sentTo(name, page)]).toEqual([name, page.least ? "/connexion" : undefined]);
  }
});

test("a menu names what its reader came for, in the order of the table", () => {
  const names = (role: Role, edition?: string) => entriesFor(person(role), edition).map(({ label }) => label);
  expect(names("depositor")).toEqual(["Accueil", "Règles et prix", "Mon profil"]);
  expect(names("volunteer")).toEqual(["Accueil", "Caisse", "Table de dépôt", "Règles et prix"]);
  expect(names("manager")).toEqual([
    "Accueil",
    "Caisse",
    "Table de dépôt",
    "Éditions",
    "Comptes",
    "Messages",
  ]);
  expect(names("admin", "e1")).toHaveLength(22);
});

test("a manager's menu follows the life of an edition; a short one needs no headings", () => {
  const headings = (role: Role, edition?: string) =>
    grouped(entriesFor(person(role), edition)).map(([heading, group]) => [heading, group.length]);
  expect(headings("depositor")).toEqual([["", 3]]);
  expect(headings("volunteer", "e1")).toEqual([
    ["", 2],
    ["Dépôt", 2],
    ["Vente", 3],
  ]);
  expect(headings("admin", "e1")).toEqual([
    ["", 2],
    ["Préparer", 7],
    ["Dépôt", 4],
    ["Vente", 3],
    ["Après", 2],
    ["Association", 4],
  ]);
});

test("a telephone's bottom bar has what is done these days, and one place for the rest", () => {
  const quick = (role: Role, status?: EditionStatus) =>
    quickOf(entriesFor(person(role), status && "e1"), status, 5).map(({ short }) => short);
  expect(quick("manager", "sale")).toEqual(["Accueil", "Vente", "Tickets", "Reversements"]);
  expect(quick("manager", "registrations_open")).toEqual(["Accueil", "Tableau", "Inscrits", "Listes"]);
  expect(quick("manager", "settlement")).toEqual(["Accueil", "Reversements", "Tickets", "Clôture"]);
  expect(quick("manager", "archived")).toHaveLength(4);
  expect(quick("manager")).toEqual(["Accueil", "Caisse", "Dépôt", "Éditions"]);
  expect(quick("volunteer", "sale")).toEqual(["Accueil", "Vente", "Tickets", "Caisse"]);
  expect(quick("volunteer", "deposit")).toEqual(["Accueil", "Dépôt", "Suivi", "Caisse"]);
  expect(quick("depositor")).toHaveLength(3);
});

test("every entry of the menu is in one group", () => {
  const entries = entriesFor(person("admin"), "e1");
  expect(grouped(entries).flatMap(([, group]) => group)).toHaveLength(entries.length);
});

test("an address leads to its page, with the parts that it names", () => {
  expect(arrivalAt("/")?.name).toBe("home");
  expect(arrivalAt("/listes/l1")).toMatchObject({ name: "list", params: { listId: "l1" } });
  expect(arrivalAt("/editions/e1/tickets/")).toMatchObject({ name: "tickets", params: { editionId: "e1" } });
  expect(arrivalAt("/editions/e1/nulle-part")).toBeUndefined();
});
