import { useEffect } from "react";
import { answer, api } from "./api";
import { createStore, useStore } from "./store";

const KEPT = "bourse.site";

interface Site {
  /** The association's name. */
  readonly name: string;
  readonly contact_email: string;
}

/** Known from the last visit, so that nothing changes its name on the screen and the till knows it without network. */
const site = createStore<Site | undefined>(remembered());

function remembered(): Site | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return isSite(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isSite(value: unknown): value is Site {
  return typeof value === "object" && value !== null && "name" in value && "contact_email" in value;
}

/** Asks whose site this is; without network what was known stays. */
export async function fetchSite(): Promise<void> {
  const { name, contact_email } = await answer(api.GET("/api/v1/site"));
  localStorage.setItem(KEPT, JSON.stringify({ name, contact_email }));
  site.set({ name, contact_email });
}

/** The association's name; undefined before the very first answer. */
export function useSiteName(): string | undefined {
  return useStore(site)?.name;
}

/** The browser's tab: the page, then whose it is. */
export function useDocumentTitle(title: string): void {
  const name = useSiteName();
  useEffect(() => {
    document.title = `${title} · ${name === undefined ? "Bourse" : `Bourse ${name}`}`;
  }, [title, name]);
}
