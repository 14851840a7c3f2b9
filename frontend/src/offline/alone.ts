const RETRY_MS = 300;
const TRIES = 4;

/** Runs `work` while no other tab of this device holds what has this name; the answer lets go of it. */
export function holdAlone(name: string, work: () => Promise<void>, taken: () => void): () => void {
  if (!navigator.locks) {
    void work();
    return () => undefined;
  }
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const ask = async (triesLeft: number): Promise<void> => {
    const granted = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await work();
      await held;
      return true;
    });
    if (granted) return;
    if (triesLeft === 0) return taken();
    // A page that was just left takes a moment to let go.
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return ask(triesLeft - 1);
  };
  void ask(TRIES);
  return () => letGo();
}
