/** `1 liste`, `12 listes`, `1 240 articles`: French counts 0 and 1 as one. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("fr-FR")} ${Math.abs(count) < 2 ? one : many}`;
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
