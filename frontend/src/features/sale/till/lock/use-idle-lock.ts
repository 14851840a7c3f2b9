import { useEffect } from "react";
import { useTill } from "@/features/sale/till/till-context";

const IDLE_MS = 5 * 60_000;
const SIGNS_OF_LIFE = ["keydown", "pointerdown"] as const;

/**
 * Locks the screen after five minutes without use; needs no network. Not while a customer pays: what lies on the table is
 * written down in the dialog only.
 */
export function useIdleLock(paying: boolean): void {
  const { till } = useTill();
  useEffect(() => {
    if (paying) return;
    let timer = 0;
    const restart = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void till.lock(), IDLE_MS);
    };
    restart();
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, restart, true);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, restart, true);
    };
  }, [till, paying]);
}
