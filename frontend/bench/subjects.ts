import type { Subject } from "./visit";

const DEPOSITOR = "deposant@demo.bourse";

/** The four pages that most people open on their own telephone. */
export function subjects(port: number): readonly Subject[] {
  return [
    {
      name: "log-in",
      path: async () => "/connexion",
      picture: "input[type=password]",
      use: async (page) => {
        await page.getByLabel("Adresse e-mail").tap();
        await page.keyboard.type("deposant@demo.bourse");
        await page.getByLabel(/^Mot de passe/).tap();
        await page.keyboard.type("not this one");
        await page.getByRole("button", { name: /^Afficher ou cacher/ }).tap();
      },
    },
    {
      name: "depositor's home",
      email: DEPOSITOR,
      path: async () => "/",
      picture: "section a[href^='/listes/']",
      use: async (page) => {
        await page.getByRole("button", { name: /Menu de/ }).tap();
        await page.getByRole("menuitem", { name: "Mon profil" }).waitFor();
        await page.keyboard.press("Escape");
      },
    },
    {
      name: "list",
      email: DEPOSITOR,
      path: async (token) => {
        const headers = { Authorization: `Bearer ${token}` };
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/me/lists`, { headers });
        const { items } = (await answer.json()) as { items: { id: string; state: string }[] };
        return `/listes/${items.find(({ state }) => state === "draft")?.id}`;
      },
      picture: "section li button",
      use: async (page) => {
        await page.getByRole("button", { name: "Nouvel article" }).tap();
        const search = page.getByLabel("Chercher un genre d’article");
        await search.tap();
        await page.keyboard.type("puz");
        await page.getByRole("button", { name: "Puzzle", exact: true }).tap();
        await page.getByLabel("Description").tap();
        await page.keyboard.type("Puzzle des planètes");
      },
    },
    {
      name: "till",
      email: "benevole8@demo.bourse",
      path: async () => "/caisse",
      picture: "form input[inputmode=decimal]",
      use: async (page) => {
        await page.getByRole("radio").nth(5).tap();
        await page.getByLabel("Fond de caisse").tap();
        await page.keyboard.type("50");
        await page.getByLabel("Chiffre 1 du code").tap();
        await page.keyboard.type("2468");
      },
    },
  ];
}
