import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { tooSmall } from "./touch";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENSHOTS = join(import.meta.dirname, "..", "screenshots");
/** The narrowest that everything works on: a small telephone, or any screen at a zoom of 400 %. */
const NARROW = { width: 320, height: 640 };
const SIZES = { desktop: { width: 1366, height: 768 }, telephone: { width: 390, height: 844 } };

const soft = expect.configure({ soft: true, timeout: 5_000 });

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/**
 * Takes a page's picture on a desktop and on a telephone; axe must find nothing on either, and nothing may stick out. What is
 * touched is large enough for a thumb, and what is read for eyes at arm's length.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    // Half-shown dialogs have no contrast to speak of.
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${device}.png`) });
    expect.soft(await findings(page), `axe on ${name}, ${device}`).toEqual([]);
    expect.soft(await sticksOut(page), `${name} sticks out on a ${device}`).toEqual([]);
    expect.soft(await cutLabels(page), `labels cut on ${name}, ${device}`).toEqual([]);
  }
  expect.soft(await tooSmall(page), `too small on ${name} for whoever touches it`).toEqual([]);
  await page.setViewportSize(NARROW);
  // A menu that is open moves along a moment later.
  await soft.poll(() => sticksOut(page), `${name} sticks out at ${NARROW.width} px`).toEqual([]);
  if (before !== null) await page.setViewportSize(before);
}

/** What reaches beyond the window's edge, so that the page scrolls sideways. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(-3)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
  });
}

/** Buttons whose words do not fit into them. */
function cutLabels(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".mantine-Button-label")]
      .filter((label) => {
        const button = label.closest("button, a");
        if (button === null) return false;
        // The whole of it, pictogram and words, may be centred beyond both edges.
        const inner = label.parentElement;
        return (
          label.scrollWidth > label.clientWidth + 1 ||
          (inner !== null && inner.scrollWidth > button.clientWidth)
        );
      })
      .map((label) => label.textContent),
  );
}

async function findings(page: Page): Promise<string[]> {
  // By the debugger's door: the page's own policy allows no foreign script.
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: Finding[] }> };
    };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
    return (await axe.run({ runOnly: tags, resultTypes: ["violations"] })).violations;
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(" ")})`),
  );
}
