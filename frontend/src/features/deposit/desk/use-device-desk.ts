import { useEffect } from "react";
import { tabInUse } from "@/lib/new-version";
import { network } from "@/lib/server/network";
import { session } from "@/lib/server/session";
import { Courier } from "@/offline/desk/courier";
import { DeskDatabase } from "@/offline/desk/database";
import { Desk } from "@/offline/desk/desk";
import { markDesk } from "@/offline/desk/marker";
import { useAlone } from "@/offline/use-alone";
import type { DeskPlace } from "./desk-context";
import { deskServer } from "./desk-server";

const BEAT_MS = 5_000;

type DeviceDesk =
  | { readonly kind: "loading" }
  /** Two tabs would send one device's decisions twice and stamp them apart. */
  | { readonly kind: "in_another_tab" }
  | ({ readonly kind: "ready" } & DeskPlace);

/** The desk as this device left it, in one tab at a time, with its pulse. */
export function useDeviceDesk(): DeviceDesk {
  const found: DeviceDesk = useAlone("bourse-desk", open);
  const place = found.kind === "ready" ? found : undefined;
  useEffect(() => place && pulse(place), [place]);
  return found;
}

async function open(): Promise<DeviceDesk> {
  const desk = await Desk.restore(new DeskDatabase());
  void navigator.storage?.persist?.();
  return { kind: "ready", desk, courier: new Courier(desk, deskServer, network) };
}

/** Sends, asks and reports while the page stands; gives the way to stop it. */
function pulse({ desk, courier }: DeskPlace): () => void {
  const beat = () => void courier.beat();
  const follow = () => {
    const { session: open, commands } = desk.state.get();
    const unsent = commands.filter(({ state }) => state === "waiting").length;
    tabInUse.set(open !== undefined);
    markDesk(open !== undefined, unsent);
  };
  const leave = ({ key, newValue }: StorageEvent) => {
    // Who logs out in another tab takes the names along from this one, too.
    if (key === "bourse.identity" && newValue === null) void desk.wipe().finally(() => location.reload());
  };
  beat();
  follow();
  const timer = setInterval(beat, BEAT_MS);
  const stops = [
    network.subscribe(() => network.get() && void courier.send(true)),
    session.identity.subscribe(() => session.identity.get() && void courier.send(true)),
    desk.state.subscribe(follow),
  ];
  window.addEventListener("storage", leave);
  return () => {
    clearInterval(timer);
    window.removeEventListener("storage", leave);
    for (const stop of stops) stop();
    tabInUse.set(false);
  };
}
