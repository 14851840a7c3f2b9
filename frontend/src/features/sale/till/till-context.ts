import { createContext, useContext } from "react";
import { useStore } from "@/lib/store";
import type { RegisterSession } from "@/offline/database";
import type { Exchange } from "@/offline/sync/exchange";
import type { Till } from "@/offline/till/till";
import type { TillState } from "@/offline/till/till-state";

export interface TillPlace {
  readonly till: Till;
  readonly exchange: Exchange;
}

export const TillContext = createContext<TillPlace | undefined>(undefined);

/** The till of this device, for the screens below `TillPage`. */
export function useTill(): TillPlace {
  const place = useContext(TillContext);
  if (place === undefined) throw new Error("a till's screen stands outside of TillPage");
  return place;
}

export function useTillState(): TillState {
  return useStore(useTill().till.state);
}

/** For the screens that exist only while a session is open. */
export function useRegisterSession(): RegisterSession {
  useTillState();
  return useTill().till.session();
}
