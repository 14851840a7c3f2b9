import extended from "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2";
import latin from "./inter.woff2";

const FAMILY = "Inter Variable";

/** Latin of Western Europe, as heavy as it is used here (`scripts/fonts` cuts it), and what names of people need besides. */
const FACES = [
  {
    url: latin,
    weight: "400 750",
    unicodeRange:
      "U+0020-007E, U+00A0-00FF, U+0152-0153, U+0178, U+2010-2014, U+2018-201E, U+2020-2022, U+2026, U+202F, U+2030, U+2039-203A, U+20AC, U+2122, U+2190-2193, U+2212, U+FFFD",
  },
  {
    url: extended,
    weight: "100 900",
    unicodeRange:
      "U+0100-0151, U+0154-0177, U+0179-02AF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2C60-2C7F",
  },
];

/**
 * Our letters, from the second visit on, when the service worker has them at hand. A first visit is drawn with the system's
 * and stays with them: fetching ours would delay what people came for, and letters that change move what is being read.
 */
export function loadLetters(): void {
  if (!navigator.serviceWorker?.controller) return;
  for (const { url, ...face } of FACES) {
    document.fonts.add(
      new FontFace(FAMILY, `url("${url}") format("woff2")`, { ...face, display: "optional" }),
    );
  }
  void document.fonts.load(`1rem "${FAMILY}"`).catch(() => undefined);
}
