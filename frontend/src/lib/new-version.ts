import { createStore } from "./store";

/** Takes the new version, which reloads the page; undefined while there is none. Whoever shows it decides when. */
export const newVersion = createStore<{ readonly take: () => void } | undefined>(undefined);

/** Whether this tab must not be reloaded by what happens in another one: somebody is selling in it. */
export const tabInUse = createStore(false);
