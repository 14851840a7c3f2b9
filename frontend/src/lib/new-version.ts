import { createStore } from "./store";

/** Takes the new version, which reloads the page; undefined while there is none. Whoever shows it decides when. */
export const newVersion = createStore<{ readonly take: () => void } | undefined>(undefined);
