import { type CSSProperties, type PointerEvent, useRef, useState } from "react";

/** Further than a trembling thumb, less than the width of a telephone. */
const FAR_PX = 110;

/** A swipe to the right by touch; what is swiped follows the finger. Nothing happens without `accept`. */
export function useSwipe(accept: (() => void) | undefined) {
  const from = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const [by, setBy] = useState(0);
  const end = () => {
    from.current = undefined;
    setBy(0);
  };
  const style: CSSProperties =
    by === 0 ? {} : { transform: `translateX(${by}px)`, opacity: 1 - Math.min(by / 400, 0.5) };
  return {
    style,
    onPointerDown: (event: PointerEvent) => {
      if (accept !== undefined && event.pointerType === "touch")
        from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (from.current === undefined) return;
      setBy(Math.max(0, event.clientX - from.current.x));
    },
    onPointerUp: (event: PointerEvent) => {
      if (from.current === undefined) return;
      const { x, y } = from.current;
      const [across, down] = [event.clientX - x, Math.abs(event.clientY - y)];
      end();
      if (across > FAR_PX && across > 2 * down) accept?.();
    },
    onPointerCancel: end,
  };
}
