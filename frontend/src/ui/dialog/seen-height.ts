import { useSyncExternalStore } from "react";

/** Below this much there is no room for what stands still at the head and foot of a sheet. */
const LOW = 560;

function subscribe(notify: () => void): () => void {
  const seen = window.visualViewport;
  seen?.addEventListener("resize", notify);
  seen?.addEventListener("scroll", notify);
  return () => {
    seen?.removeEventListener("resize", notify);
    seen?.removeEventListener("scroll", notify);
  };
}

interface SeenHeight {
  /** Where what is seen begins and how high it is, in pixels of the page. */
  readonly top: number;
  readonly height: number;
  readonly low: boolean;
}

/** The part of the screen that the on-screen keyboard leaves: browsers lay it over the page instead of making that smaller. */
export function useSeenHeight(): SeenHeight {
  const height = useSyncExternalStore(subscribe, () => window.visualViewport?.height ?? window.innerHeight);
  const top = useSyncExternalStore(subscribe, () => window.visualViewport?.offsetTop ?? 0);
  return { top, height, low: height < LOW };
}
