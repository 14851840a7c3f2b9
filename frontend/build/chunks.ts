import type { Rolldown } from "vite";

/**
 * Which code travels together: a telephone waits for each file, so an area is one file and not one for each module. A chunk
 * takes its modules and all that they need, unless a chunk above it has that already.
 */
const CHUNKS: readonly (readonly [name: string, modules: RegExp])[] = [
  ["ahead", /rolldown\/runtime|src\/main\.ts$/],
  ["core", /src\/(app\/(start|frame\/Frame)|domain\/|lib\/|ui\/[\w-]+\.tsx?$)|@tanstack\/react-query\//],
  // Fields with what is inside them, and every pictogram.
  [
    "basics",
    /src\/features\/people\/entrance\/LoginPage\.tsx$|icons-react\/|\/(Inline|Inputs|ComboboxChevron|get-auto-contrast|NativeSelect|RadioIcon|get-parsed-combobox-data|use-(debounced|callback))[\w-]*\.mjs$/,
  ],
  ["depositor", /src\/(app\/HomePage|features\/lists\/declare\/ListPage)\.tsx$/],
  ["till", /src\/features\/sale\/till\/(TillPage|open\/OpenRegister)\.tsx$/],
  ["selling", /src\/features\/sale\/till\/sell\/SellScreen\.tsx$/],
  [
    "overlays",
    /src\/(app\/frame\/PersonMenu|app\/frame\/EditionInView|features\/lists\/declare\/(RowMenu|ValidateDialog)|ui\/dialog\/ConfirmDialog|ui\/notice\/Toasts)\.tsx$/,
  ],
  ["article", /src\/features\/lists\/declare\/article\/ArticleSheet\.tsx$/],
  ["till-later", /src\/features\/sale\/till\/(?!scan\/Camera).*\.tsx$/],
  [
    "depositor-later",
    /src\/features\/(settlement\/my-sales|lists\/rules|people|house\/privacy)\/.*Page\.tsx$/,
  ],
  ["days", /node_modules\/(@mantine\/dates|dayjs)\//],
  ["office", /src\/features\/(?!sale\/till\/scan\/Camera).*\.tsx$/],
];

export const codeSplitting: Rolldown.CodeSplittingOptions = {
  groups: CHUNKS.map(([name, test], at) => ({ name, test, priority: CHUNKS.length - at })),
};
