import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rolldown } from "vite";

const SOURCES = join(import.meta.dirname, "../src");
const OFFICE =
  /features\/(conduct|deposit|edition|registration|settlement\/payouts|house\/system|people\/accounts|lists\/overview|sale\/(board|decisions|tickets|refund))\//;

/** Pictograms that others than managers see; those of managers' pages alone travel with these. */
const SHARED_ICONS = new Set(
  readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !OFFICE.test(file))
    .flatMap((file) => readFileSync(join(SOURCES, file), "utf8").match(/\bIcon[A-Z]\w*/g) ?? []),
);

function isSharedIcon(id: string): boolean {
  const [, icon] = /icons-react\/.*\/(Icon\w+)\.mjs$/.exec(id) ?? [];
  return id.includes("icons-react/") && (icon === undefined || SHARED_ICONS.has(icon));
}

/**
 * Which code travels together: a telephone waits for each file, so an area is one file and not one for each module. A chunk
 * takes its modules and all that they need, unless a chunk above it has that already.
 */
const CHUNKS: readonly (readonly [name: string, modules: RegExp])[] = [
  ["ahead", /rolldown\/runtime|src\/main\.ts$/],
  [
    "core",
    /src\/(app\/(start|frame\/Frame)|domain\/(?!tickets|payouts)[\w-]+\.ts$|lib\/|ui\/[\w-]+\.tsx?$)|@tanstack\/react-query\//,
  ],
  // Fields with what is inside them, and pictograms.
  [
    "basics",
    /src\/features\/people\/entrance\/LoginPage\.tsx$|\/(Inline|Inputs|ComboboxChevron|get-auto-contrast|NativeSelect|RadioIcon|get-parsed-combobox-data|use-(debounced|callback))[\w-]*\.mjs$/,
  ],
  // Words of money that tills and offices share: who logs in, or fills a list, waits for none of them.
  ["sums", /src\/domain\/(tickets|payouts)\.ts$/],
  // What reads the device, for whoever needs it: no first page waits for it.
  ["device", /src\/offline\/(articles|stores)\.ts$/],
  ["depositor", /src\/(app\/HomePage|features\/lists\/declare\/ListPage)\.tsx$/],
  ["till", /src\/features\/sale\/till\/(TillPage|open\/OpenRegister)\.tsx$/],
  ["selling", /src\/features\/sale\/till\/sell\/SellScreen\.tsx$/],
  [
    "overlays",
    /src\/(app\/frame\/PersonMenu|app\/frame\/EditionInView|features\/lists\/declare\/(RowMenu|ValidateDialog)|ui\/dialog\/ConfirmDialog|ui\/notice\/Toasts)\.tsx$/,
  ],
  ["article", /src\/features\/lists\/declare\/(article\/ArticleSheet|waiting\/Waiting\w+)\.tsx$/],
  ["desk", /src\/features\/deposit\/desk\/.*\.tsx$/],
  ["till-later", /src\/features\/sale\/till\/(?!scan\/Camera).*\.tsx$/],
  [
    "depositor-later",
    /src\/features\/(settlement\/my-sales|lists\/rules|people|house\/privacy)\/.*Page\.tsx$/,
  ],
  ["days", /node_modules\/(@mantine\/dates|dayjs)\//],
  ["office", /src\/features\/(?!sale\/till\/scan\/Camera).*\.tsx$/],
];

export const codeSplitting: Rolldown.CodeSplittingOptions = {
  groups: CHUNKS.map(([name, modules], at) => ({
    name,
    test: (id: string) => modules.test(id) || (name === "basics" && isSharedIcon(id)),
    priority: CHUNKS.length - at,
  })),
};
