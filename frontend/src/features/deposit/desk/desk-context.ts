import { createContext, useContext } from "react";
import { useStore } from "@/lib/store";
import type { Courier } from "@/offline/desk/courier";
import type { Desk, DeskState } from "@/offline/desk/desk";

export interface DeskPlace {
  readonly desk: Desk;
  readonly courier: Courier;
}

export const DeskContext = createContext<DeskPlace | undefined>(undefined);

/** The desk of this device, for the screens below `DeskPage`. */
export function useDesk(): DeskPlace {
  const place = useContext(DeskContext);
  if (place === undefined) throw new Error("a desk's screen stands outside of DeskPage");
  return place;
}

export function useDeskState(): DeskState {
  return useStore(useDesk().desk.state);
}
