/** As many steps back as dialogs may lie on one another, and what was touched in them. */
const STEPS = 12;

/** For the button of a menu that takes the place of the one which was pressed: the focus comes back to it. */
export function takeFocus(button: HTMLElement | null): void {
  button?.focus({ preventScroll: true });
}

/**
 * Whoever closes what lay over the page goes on where they opened it: dialogs come and go with the state of their page, and
 * take the focus with them. A page that has one place for the keyboard marks it `data-focus-home`.
 */
export function returnFocusFrom(overlays: Element): void {
  let steps: HTMLElement[] = [];
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement)
      steps = [...steps.filter((step) => step !== target), target].slice(-STEPS);
  });
  new MutationObserver((changes) => {
    const latest = steps.at(-1);
    const isGone = latest !== undefined && !latest.isConnected && document.activeElement === document.body;
    if (
      !isGone ||
      !changes.some(({ removedNodes }) => [...removedNodes].some((node) => node.contains(latest)))
    )
      return;
    const before = steps.findLast((step) => step.isConnected && step.checkVisibility());
    const home = document.querySelector<HTMLElement>("[data-focus-home]");
    const place = before !== undefined && overlays.contains(before) ? before : (home ?? before);
    place?.focus({ preventScroll: true });
  }).observe(overlays, { childList: true, subtree: true });
}
