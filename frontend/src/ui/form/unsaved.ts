import { useEffect, useId } from "react";

/** The forms on the screen that hold what nobody has saved. */
const unsaved = new Set<string>();

/** Whether leaving the page would lose something that somebody typed. */
export function holdsUnsaved(): boolean {
  return unsaved.size > 0;
}

/** Has the person asked before they leave a page on which a form is `dirty`. */
export function useUnsaved(dirty: boolean): void {
  const id = useId();
  useEffect(() => {
    if (!dirty) return;
    unsaved.add(id);
    return () => void unsaved.delete(id);
  }, [dirty, id]);
}
