import { createStore, useStore } from "@/lib/store";

const KEPT = "bourse.edition";

/** The edition that a manager is working on, kept from one visit to the next. */
const inView = createStore<string | undefined>(localStorage.getItem(KEPT) ?? undefined);

export function viewEdition(id: string): void {
  localStorage.setItem(KEPT, id);
  inView.set(id);
}

/** There is no such edition any more: nothing leads to it. */
export function forgetEdition(id: string): void {
  if (inView.get() !== id) return;
  localStorage.removeItem(KEPT);
  inView.set(undefined);
}

export function useEditionInView(): string | undefined {
  return useStore(inView);
}
