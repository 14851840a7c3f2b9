import { afterEach, beforeAll, expect, test } from "vitest";
import { returnFocusFrom } from "./focus-return";

const page = document.createElement("main");
const overlays = document.createElement("section");

beforeAll(() => {
  document.body.append(page, overlays);
  returnFocusFrom(overlays);
});

afterEach(() => {
  page.replaceChildren();
  overlays.replaceChildren();
});

function put(place: Element): HTMLButtonElement {
  const button = document.createElement("button");
  // Nothing is drawn here, so all of it is seen.
  button.checkVisibility = () => true;
  const holder = document.createElement("div");
  holder.append(button);
  place.append(holder);
  return button;
}

/** As React takes a dialog away, and the moment in which that is noticed. */
async function close(inside: Element): Promise<void> {
  inside.parentElement?.remove();
  await Promise.resolve();
}

test("a dialog that goes gives the focus back to what opened it", async () => {
  const opener = put(page);
  opener.focus();
  const inside = put(overlays);
  inside.focus();
  await close(inside);
  expect(document.activeElement).toBe(opener);
});

test("a question over a dialog gives it back to the dialog, also where the page has a place of its own", async () => {
  const scan = put(page);
  scan.dataset.focusHome = "";
  const opener = put(page);
  opener.focus();
  const dialog = put(overlays);
  dialog.focus();
  const question = put(overlays);
  question.focus();
  await close(question);
  expect(document.activeElement).toBe(dialog);
  await close(dialog);
  expect(document.activeElement).toBe(scan);
});

test("a message that goes by itself takes the focus from nobody and gives it to nobody", async () => {
  const opener = put(page);
  opener.focus();
  const message = put(overlays);
  await close(message);
  expect(document.activeElement).toBe(opener);
  opener.blur();
  await close(put(overlays));
  expect(document.activeElement).toBe(document.body);
});

test("what opened it may be gone: the step before it stands in", async () => {
  const first = put(page);
  first.focus();
  const item = put(page);
  item.focus();
  const dialog = put(overlays);
  dialog.focus();
  item.parentElement?.remove();
  await close(dialog);
  expect(document.activeElement).toBe(first);
});
