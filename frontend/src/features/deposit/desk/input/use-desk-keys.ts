import { useEffect, useEffectEvent } from "react";

/** A key is a person's when nothing comes right before or after it: a scanner's keys never are commands. */
const ALONE_MS = 60;
/** A timer that is later than this was held up by something. */
const LATE_MS = 25;

/** `a`, `enter`, `arrowdown`; digits as `1`, by their place, shifted or not. */
export type DeskKey = string;

/** Gives single keys that are pressed on the page itself, outside of fields and dialogs. Answers whether one was of use. */
export function useDeskKeys(press: (key: DeskKey) => void, known: (key: DeskKey) => boolean): void {
  const on = useEffectEvent(press);
  const isKnown = useEffectEvent(known);
  useEffect(() => {
    let before = Number.NEGATIVE_INFINITY;
    let timer = 0;
    const hear = (event: KeyboardEvent) => {
      clearTimeout(timer);
      const alone = event.timeStamp - before > ALONE_MS;
      before = event.timeStamp;
      const key = keyOf(event);
      if (!alone || event.repeat || isElsewhere(event, key) || !isKnown(key)) return;
      // What is pressed on the page does not also scroll it or press a button.
      if (key.length > 1) event.preventDefault();
      timer = whenQuiet(
        () => on(key),
        (next) => {
          timer = next;
        },
      );
    };
    document.addEventListener("keydown", hear);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", hear);
    };
  }, []);
}

/**
 * Runs `work` when nothing came for a while. A busy device hands keys over late, and the timer with them: when it is late
 * itself, what may have come meanwhile is heard first.
 */
function whenQuiet(work: () => void, follow: (timer: number) => void, again = 3): number {
  const due = performance.now() + ALONE_MS;
  return window.setTimeout(() => {
    if (again > 0 && performance.now() - due > LATE_MS) follow(whenQuiet(work, follow, again - 1));
    else work();
  }, ALONE_MS);
}

function keyOf({ code, key }: KeyboardEvent): DeskKey {
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? [];
  return digit ?? key.toLowerCase();
}

/** In a field, in a dialog, with a modifier; Enter on a button is the button's. */
function isElsewhere({ target, ctrlKey, altKey, metaKey, defaultPrevented }: KeyboardEvent, key: DeskKey) {
  if (ctrlKey || altKey || metaKey || defaultPrevented) return true;
  if (document.querySelector("[role=dialog]") !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest("input:not([type=checkbox]), textarea, select") !== null) return true;
  return key === "enter" && target.closest("button, a, input") !== null;
}
