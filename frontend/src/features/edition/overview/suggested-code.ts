import { folded } from "@/lib/words";

/** `Automne 2026` -> `A2026`: the first letter and the figures of a name. */
export function suggestedCode(name: string): string {
  const plain = folded(name).toUpperCase();
  const letter = /[A-Z]/.exec(plain)?.[0] ?? "";
  const figures = plain.replace(/\D/g, "").slice(0, 6);
  return figures === "" ? plain.replace(/[^A-Z0-9]/g, "").slice(0, 6) : letter + figures;
}
