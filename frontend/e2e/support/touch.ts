import type { Page } from "@playwright/test";

/** What a thumb needs, WCAG 2.1's own measure. */
const TARGET_PX = 44;
/** Letters that are read or typed. */
const TEXT_PX = 16;
/**
 * Small print: what explains a field under its name, names a pictogram of the bar at the foot, or stands for a key. The
 * specification sets no size; what is read at arm's length is 14 px at least.
 */
const CAPTION_PX = 14;
const CAPTIONS = ".mantine-InputWrapper-description, kbd, nav";

/** What is less than a thumb and eyes at arm's length need, as the page stands in a browser that is touched. */
export async function tooSmall(page: Page): Promise<string[]> {
  const touch = await page.context().newCDPSession(page);
  await touch.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  try {
    const sizes = { target: TARGET_PX, text: TEXT_PX, caption: CAPTION_PX, captions: CAPTIONS };
    return [...(await page.evaluate(smallTargets, sizes)), ...(await page.evaluate(smallWords, sizes))];
  } finally {
    await touch.send("Emulation.setTouchEmulationEnabled", { enabled: false });
    await touch.detach();
  }
}

interface Sizes {
  readonly target: number;
  readonly text: number;
  readonly caption: number;
  readonly captions: string;
}

/** Runs in the page. */
function smallTargets({ target }: Sizes): string[] {
  if (!matchMedia("(pointer: coarse)").matches) return ["this browser does not say that it is touched"];
  const isChoice = (element: Element): element is HTMLInputElement =>
    element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type);
  const isSeen = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: !isChoice(element) }) &&
    element.closest("[inert]") === null;
  /** All that stands for it: the words beside a box, the frame around a field. */
  const partsOf = (element: Element): Element[] => {
    const labels =
      element instanceof HTMLInputElement && isChoice(element) ? [...(element.labels ?? [])] : [];
    const frame = element.matches("input, textarea") ? element.closest(".mantine-Input-input") : null;
    return [element, ...labels, ...(frame === null ? [] : [frame])];
  };
  const boxOf = (element: Element) => {
    const boxes = partsOf(element).map((part) => part.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left));
    const top = Math.min(...boxes.map((box) => box.top));
    const right = Math.max(...boxes.map((box) => box.right));
    return { left, top, right, bottom: Math.max(...boxes.map((box) => box.bottom)) };
  };
  const isLarge = (element: Element) => {
    const { left, top, right, bottom } = boxOf(element);
    return right - left >= target - 0.5 && bottom - top >= target - 0.5;
  };
  /** In a sentence, or in the run of a card's facts, it has the height of its line. */
  const runsAlong = (link: Element) => {
    if (!link.matches("a") || getComputedStyle(link).display !== "inline") return false;
    const around = link.parentElement?.textContent?.trim().length ?? 0;
    const fact = link.closest("td[data-label]");
    const isNamed = fact !== null && getComputedStyle(fact, "::before").content !== "none";
    return isNamed || around > (link.textContent?.trim().length ?? 0);
  };
  /** The same way, and large, elsewhere on the page. */
  const hasTwin = (link: Element) =>
    link instanceof HTMLAnchorElement &&
    [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].some(
      (other) => other !== link && other.href === link.href && isSeen(other) && isLarge(other),
    );
  /** A target may be larger than what is seen of it: a thumb beside its middle meets it all the same. */
  const isMet = (element: Element) => {
    element.scrollIntoView({ block: "center", inline: "nearest" });
    const { left, top, right, bottom } = boxOf(element);
    const [x, y, reach] = [(left + right) / 2, (top + bottom) / 2, target / 2 - 1];
    const parts = partsOf(element);
    const meets = (across: number, down: number) => {
      const met = document.elementFromPoint(across, down);
      return met !== null && parts.some((part) => part.contains(met));
    };
    const wide = right - left >= target || (meets(x - reach, y) && meets(x + reach, y));
    return wide && (bottom - top >= target || (meets(x, y - reach) && meets(x, y + reach)));
  };
  /** Head of a table whose rows are cards: for screen readers. */
  const isClipped = (element: Element | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath !== "none" || isClipped(element.parentElement));
  const found: string[] = [];
  const scrolled = [scrollX, scrollY] as const;
  const targets =
    "button, a[href], input, select, textarea, summary, [role=button], [role=menuitem], [role=tab], [role=option]";
  // What lies over the page is touched first; the page has been looked at without it.
  const over = "#overlays :is([role=dialog], [role=menu], .mantine-Popover-dropdown)";
  const place = document.querySelector(over) === null ? document : document.querySelector("#overlays");
  for (const element of place?.querySelectorAll(targets) ?? []) {
    if (element.matches(":disabled, [type=hidden], [data-disabled]") || !isSeen(element)) continue;
    const { left, top, right, bottom } = boxOf(element);
    const isHidden = right - left <= 1 || bottom - top <= 1 || right <= 0;
    if (isHidden || isLarge(element) || runsAlong(element) || hasTwin(element)) continue;
    if (isClipped(element) || isMet(element)) continue;
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 30);
    found.push(
      `${Math.round(right - left)} x ${Math.round(bottom - top)} px: ${element.tagName} ${element.className} ${words}`,
    );
  }
  scrollTo(...scrolled);
  return found;
}

/** Runs in the page. */
function smallWords({ text, caption, captions }: Sizes): string[] {
  const found = new Map<string, string>();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
    const holder = node.parentElement;
    if (holder === null || node.textContent?.trim() === "") continue;
    const size = Number.parseFloat(getComputedStyle(holder).fontSize);
    const least = holder.closest(captions) === null ? text : caption;
    const isSeen = holder.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (size >= least || !isSeen || holder.getBoundingClientRect().width <= 1) continue;
    found.set(
      `${holder.className} ${size}`,
      `${size} px: ${holder.tagName} ${holder.className} ${node.textContent?.trim().slice(0, 30)}`,
    );
  }
  return [...found.values()];
}
