import { useEffect } from "react";
import { answer, api } from "@/lib/server/api";
import { createStore, useStore } from "./store";

const KEPT = "bourse.site";
const ASKED = "bourse.site.asked";
/** A name hardly ever changes, and each question is a program that the server starts. */
const DAY_MS = 86_400_000;

interface Site {
  /** The association's name. */
  readonly name: string;
  readonly contact_email: string;
  /** Where the association has its seat. */
  readonly address?: string;
  /** Whose machines keep the data. */
  readonly host?: string;
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

/** Asks whose site this is, once a day; without network what was known stays. */
export async function fetchSite(now = Date.now()): Promise<void> {
  if (site.get() !== undefined && now - askedAt() < DAY_MS) return;
  const { name, contact_email, address, host } = await answer(api.GET("/api/v1/site"));
  const known = { name, contact_email, address, host };
  localStorage.setItem(KEPT, JSON.stringify(known));
  localStorage.setItem(ASKED, String(now));
  site.set(known);
}

function askedAt(): number {
  return Number(localStorage.getItem(ASKED) ?? 0);
}

/** The association's name; undefined before the very first answer. */
export function useSiteName(): string | undefined {
  return useStore(site)?.name;
}

/** Whose site this is; undefined before the very first answer. */
export function useSite(): Site | undefined {
  return useStore(site);
}

/** The browser's tab: the page, then whose it is. */
export function useDocumentTitle(title: string): void {
  const name = useSiteName();
  useEffect(() => {
    document.title = `${title} · ${name === undefined ? "Bourse" : `Bourse ${name}`}`;
  }, [title, name]);
}
