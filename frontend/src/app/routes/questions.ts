import type { PathName } from "@/lib/paths";

/** Asks a question of the API whose answer the page will want. */
export type Ask = <Body>(path: string) => Promise<Body | undefined>;
type Items = { readonly items: readonly { readonly id: string }[] };

/**
 * What the first pages of a telephone want to know, asked while their code is on its way; one after the other, for each
 * question is a program that the server starts. A page that is not here asks for itself.
 */
export const questions: {
  readonly [Name in PathName]?: (ask: Ask, params: Readonly<Record<string, string>>) => Promise<unknown>;
} = {
  home: async (ask) => {
    const registrations = await ask<Items>("/api/v1/me/registrations");
    if (registrations?.items.length) await ask("/api/v1/me/lists?page=1&per_page=200");
  },
  list: async (ask, { listId }) => {
    const list = await ask<{ edition: { id: string } }>(`/api/v1/lists/${listId}`);
    if (list !== undefined) await ask(`/api/v1/catalogue?edition_id=${list.edition.id}`);
  },
  till: (ask) => ask("/api/v1/editions?per_page=200"),
};
