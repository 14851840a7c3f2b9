import { useEffect } from "react";

/** A second tap of a double tap comes within this time and this many pixels of the first. */
export const LIFE_MS = 400;
const REACH = 40;

interface Tap {
  readonly x: number;
  readonly y: number;
}

let last: Tap | undefined;
let until = 0;
let swallowed = false;

/** Judged when the finger comes down: a label hands its click on to its field, which is the same tap and no second one. */
function press({ clientX: x, clientY: y, timeStamp }: PointerEvent): void {
  const near = last !== undefined && Math.hypot(x - last.x, y - last.y) <= REACH;
  swallowed = near && timeStamp < until;
  if (!swallowed) last = { x, y };
}

/** The keyboard's clicks have no place and count no taps: they are never swallowed. */
function click(event: MouseEvent): void {
  if (event.detail === 0 || !swallowed) return;
  event.stopPropagation();
  event.preventDefault();
}

if (typeof window !== "undefined") {
  window.addEventListener("pointerdown", press, true);
  window.addEventListener("click", click, true);
}

/** For what lies over a page: once it is gone, the second tap on its button does not reach what was beneath it. */
export function useTapShield(): void {
  useEffect(
    () => () => {
      until = performance.now() + LIFE_MS;
    },
    [],
  );
}
