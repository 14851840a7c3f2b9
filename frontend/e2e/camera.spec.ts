import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, test } from "@playwright/test";
import { importKey, labelCheck } from "../src/offline/ticket/signing";
import { Bourse } from "./support/bourse";
import { filmOf } from "./support/film";
import { lines, openTill, Witness } from "./support/volunteer";

const folder = mkdtempSync(join(tmpdir(), "bourse-camera-"));
let bourse: Bourse;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
});
test.afterAll(async () => {
  await bourse.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the camera reads a genuine label, once, with the reader that is shipped", async () => {
  const film = join(folder, "label.y4m");
  const { launchOptions, locale } = test.info().project.use;
  const pretended = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), ...pretended, `--use-file-for-fake-video-capture=${film}`],
  });
  const page = await browser.newPage({
    ...(locale === undefined ? {} : { locale }),
    permissions: ["camera"],
  });
  const strangers: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(bourse.url) && !/^(data|blob):/.test(url)) strangers.push(url);
  });

  const opening = page.waitForResponse((response) => response.url().endsWith("/register-sessions"), {
    timeout: 60_000,
  });
  await openTill(page, bourse, "benevole7@demo.bourse", 7);
  const { label_key } = (await (await opening).json()) as { label_key: string };
  const [article] = (await Witness.of(bourse, "benevole7@demo.bourse")).fresh(1);
  if (article === undefined) throw new Error("the demonstration has nothing on sale");
  const check = await labelCheck(await importKey(label_key), article.code, article.price_cents);
  writeFileSync(film, await filmOf(`${article.code}-${article.price_cents}-${check}`));

  await page.getByRole("button", { name: "Scanner avec la caméra" }).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(article.code);
  // The label stays in the picture: it is read again and again, but counts once and complains never.
  await page.waitForTimeout(1_500);
  await expect(page.getByText("Déjà dans ce ticket")).toBeHidden();
  await expect(lines(page)).toHaveCount(1);
  expect(strangers, "everything is shipped").toEqual([]);
  await browser.close();
});
