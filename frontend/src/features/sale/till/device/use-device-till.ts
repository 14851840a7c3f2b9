import { useEffect } from "react";
import type { TillPlace } from "@/features/sale/till/till-context";
import { tabInUse } from "@/lib/new-version";
import { device } from "@/lib/server/device";
import { network } from "@/lib/server/network";
import { session } from "@/lib/server/session";
import { TillDatabase } from "@/offline/database";
import { Exchange } from "@/offline/sync/exchange";
import { Till } from "@/offline/till/till";
import { useAlone } from "@/offline/use-alone";
import { tillServer } from "./till-server";

const BEAT_MS = 5_000;

type DeviceTill =
  | { readonly kind: "loading" }
  /** Two tabs would sign two tickets with one number. */
  | { readonly kind: "in_another_tab" }
  /** Private windows of some browsers keep nothing. */
  | { readonly kind: "no_storage" }
  | ({ readonly kind: "ready" } & TillPlace);

/** The till as this device left it, in one tab at a time, with its pulse. */
export function useDeviceTill(): DeviceTill {
  const found: DeviceTill = useAlone("bourse-till", open);
  const place = found.kind === "ready" ? found : undefined;
  useEffect(() => {
    if (place === undefined) return;
    const { till, exchange } = place;
    const beat = () => void exchange.beat();
    beat();
    const timer = setInterval(beat, BEAT_MS);
    const stops = [
      network.subscribe(() => network.get() && beat()),
      // What was refused to nobody may be taken from whoever has just logged in.
      session.identity.subscribe(() => session.identity.get() && void exchange.delivery.synchronise(true)),
    ];
    const follow = () => {
      const open = till.state.get().session !== undefined;
      tabInUse.set(open);
      // Its pair ended with the session.
      if (!open) device.adopt(undefined, () => Promise.resolve());
    };
    follow();
    stops.push(till.state.subscribe(follow), () => tabInUse.set(false));
    return () => {
      clearInterval(timer);
      for (const stop of stops) stop();
    };
  }, [place]);
  return found;
}

async function open(): Promise<DeviceTill> {
  try {
    const database = new TillDatabase();
    const till = await Till.restore(database);
    device.adopt(await database.device(), (tokens) => till.keepDevice(tokens));
    void navigator.storage?.persist?.();
    return { kind: "ready", till, exchange: new Exchange(till, tillServer, network) };
  } catch {
    return { kind: "no_storage" };
  }
}
