/** Tells pages that know nothing of desks whether one is open on this device, and what of it waits. */
const KEPT = "bourse.desk";

export function markDesk(open: boolean, unsent: number): void {
  try {
    if (open || unsent > 0) localStorage.setItem(KEPT, String(unsent));
    else localStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** How many decisions wait here; nothing when no desk is kept. */
export function markedDesk(): number | undefined {
  const kept = localStorage.getItem(KEPT);
  return kept === null ? undefined : Number(kept);
}
