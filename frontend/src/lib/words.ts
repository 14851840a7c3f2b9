/** `1 liste`, `12 listes`, `1 240 articles`: French counts 0 and 1 as one. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("fr-FR")} ${Math.abs(count) < 2 ? one : many}`;
}

/** `245`, `244 et 245`, `2976 à 2979, 3001`: numbers in their order, runs of three and more as a range. */
export function rangesInWords(numbers: readonly number[]): string {
  const runs: number[][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && number === (run.at(-1) ?? 0) + 1) run.push(number);
    else runs.push([number]);
  }
  const parts = runs.flatMap((run) => (run.length > 2 ? [`${run[0]} à ${run.at(-1)}`] : run.map(String)));
  return parts.length === 2 && runs.every((run) => run.length < 3) ? parts.join(" et ") : parts.join(", ");
}

/** For searching: without case and accents. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** With a capital letter at its beginning. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase("fr") + text.slice(1);
}

/** How a state looks beside its word; the theme has a colour for each. */
export type Tone = "good" | "waiting" | "bad" | "neutral" | "accent";

/** A state for the screen: colour never says it alone. */
export interface StateWords {
  readonly words: string;
  readonly tone: Tone;
}

/**
 * A sentence from the server as our own are: its signs kept on the line of their word, which the build does for ours, and the
 * apostrophe of print, where the server writes that of keyboards.
 */
export function unbroken(sentence: string): string {
  return sentence
    .replace(/ (?=[»;:!?€%])/g, "\u00a0")
    .replace(/« /g, "«\u00a0")
    .replace(/(\p{L})'(?=\p{L})/gu, "$1’");
}
