/** Where this device keeps the articles of a person that the server does not know yet. */
export const articlesKey = (person: string) => `bourse.articles.${person}`;

/** Whether articles of this person wait on this device. */
export function keepsArticles(person: string | undefined): boolean {
  return person !== undefined && localStorage.getItem(articlesKey(person)) !== null;
}

/** Whose account is erased leaves nothing on this device. */
export function forgetArticles(person: string): void {
  localStorage.removeItem(articlesKey(person));
}
