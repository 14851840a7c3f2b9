import { formatCents } from "@/lib/money";
import { isFromOtherKeyboard, readScan } from "@/offline/scan/scan";

/** What a first scan shows of scanner and keyboard, before anything is sold. */
export interface Trial {
  readonly works: boolean;
  readonly title: string;
  readonly detail: string;
}

/** Codes are complete on labels: no edition stands behind a trial. */
const NO_EDITION = "";

/** What somebody reads who tries the scanner. */
export function trialOf(text: string): Trial {
  const read = readScan(text, NO_EDITION);
  const other = isFromOtherKeyboard(text, NO_EDITION)
    ? " Il est réglé sur un clavier américain : la caisse le comprend, il n’y a rien à changer."
    : "";
  const good = (title: string, detail: string): Trial => ({
    works: true,
    title,
    detail: `${detail}${other}`,
  });
  switch (read.kind) {
    case "label":
      return good("Le lecteur est prêt", `Étiquette ${read.code}, ${formatCents(read.priceCents)}.`);
    case "code":
      return good("Le lecteur est prêt", `Article ${read.code}.`);
    case "command":
    case "held":
    case "several":
      return good("Le lecteur est prêt", "Le code a été compris.");
    case "foreign":
      return good(
        "Le lecteur est prêt",
        `${read.text} est le code du fabricant : à la vente, scannez l’étiquette de la bourse.`,
      );
    case "words":
      return {
        works: false,
        title: "Ce que le lecteur envoie ne se comprend pas",
        detail: `Reçu : « ${read.text} ». Essayez une autre étiquette ; si cela revient, scannez « clavier français » dans la notice du lecteur, puis recommencez.`,
      };
  }
}

/** The code arrived and no end key after it: at the sale every article would wait for a key. */
export function trialWithoutEnd(text: string): Trial {
  return {
    works: false,
    title: "Le lecteur n’envoie pas « Entrée » après le code",
    detail: `Reçu : « ${text} ». Scannez « suffixe Entrée » (« CR » ou « Enter ») dans la notice du lecteur, puis recommencez.`,
  };
}
