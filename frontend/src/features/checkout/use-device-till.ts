import { useEffect, useState } from "react";
import { network } from "@/lib/network";
import { TillDatabase } from "@/offline/database";
import { Exchange } from "@/offline/exchange";
import { Till } from "@/offline/till";
import type { TillPlace } from "./till-context";
import { tillServer } from "./till-server";

const BEAT_MS = 5_000;
const LOCK_RETRY_MS = 300;
const LOCK_TRIES = 4;

type DeviceTill =
  | { readonly kind: "loading" }
  /** Two tabs would sign two tickets with one number. */
  | { readonly kind: "in_another_tab" }
  /** Private windows of some browsers keep nothing. */
  | { readonly kind: "no_storage" }
  | ({ readonly kind: "ready" } & TillPlace);

/** The till as this device left it, in one tab at a time, with its pulse. */
export function useDeviceTill(): DeviceTill {
  const [device, setDevice] = useState<DeviceTill>({ kind: "loading" });
  useEffect(() => {
    let alive = true;
    const release = holdAlone(
      async () => {
        const place = await open();
        if (alive) setDevice(place);
      },
      () => alive && setDevice({ kind: "in_another_tab" }),
    );
    return () => {
      alive = false;
      release();
    };
  }, []);
  const exchange = device.kind === "ready" ? device.exchange : undefined;
  useEffect(() => {
    if (exchange === undefined) return;
    const beat = () => void exchange.beat();
    void exchange.resume().then(beat);
    const timer = setInterval(beat, BEAT_MS);
    const stop = network.subscribe(() => network.get() && beat());
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [exchange]);
  return device;
}

async function open(): Promise<DeviceTill> {
  try {
    const till = await Till.restore(new TillDatabase());
    void navigator.storage?.persist?.();
    return { kind: "ready", till, exchange: new Exchange(till, tillServer, network) };
  } catch {
    return { kind: "no_storage" };
  }
}

/** Runs `work` while no other tab holds the till; the answer lets go of it. */
function holdAlone(work: () => Promise<void>, taken: () => void): () => void {
  if (!navigator.locks) {
    void work();
    return () => undefined;
  }
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const ask = async (triesLeft: number): Promise<void> => {
    const granted = await navigator.locks.request("bourse-till", { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await work();
      await held;
      return true;
    });
    if (granted) return;
    if (triesLeft === 0) return taken();
    // A page that was just left takes a moment to let go.
    await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    return ask(triesLeft - 1);
  };
  void ask(LOCK_TRIES);
  return () => letGo();
}
