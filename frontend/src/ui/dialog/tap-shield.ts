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

/** The keyboard's clicks have no place and count no taps: they are never swallowed. */
function watch(event: MouseEvent): void {
  if (event.detail === 0) return;
  const { clientX: x, clientY: y } = event;
  const near = last !== undefined && Math.hypot(x - last.x, y - last.y) <= REACH;
  if (near && event.timeStamp < until) {
    event.stopPropagation();
    event.preventDefault();
    return;
  }
  last = { x, y };
}

if (typeof window !== "undefined") window.addEventListener("click", watch, true);

/** For what lies over a page: once it is gone, the second tap on its button does not reach what was beneath it. */
export function useTapShield(): void {
  useEffect(
    () => () => {
      until = performance.now() + LIFE_MS;
    },
    [],
  );
}
