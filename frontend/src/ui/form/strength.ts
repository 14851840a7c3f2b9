/** The server's least length; it refuses what is easily guessed as well. */
export const SHORTEST = 10;

interface Strength {
  /** 0 to 100. */
  readonly share: number;
  readonly words: string;
  readonly tone: string;
}

/** Length protects more than signs do, so it counts most. */
export function strengthOf(password: string): Strength {
  if (password.length < SHORTEST) {
    const missing = SHORTEST - password.length;
    return {
      share: 20,
      words: `Encore ${missing} caractère${missing > 1 ? "s" : ""} au moins`,
      tone: "bad",
    };
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  const points = password.length + 2 * kinds;
  if (points < 16) return { share: 45, words: "Acceptable : plus long serait mieux", tone: "orange" };
  if (points < 22) return { share: 75, words: "Bon mot de passe", tone: "good" };
  return { share: 100, words: "Très bon mot de passe", tone: "good" };
}
