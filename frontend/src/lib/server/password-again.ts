import { createStore } from "@/lib/store";

/** The server asks for the password once more; settled with whether it was typed right. */
export interface PasswordQuestion {
  readonly settle: (typed: boolean) => void;
}

/** The question on the screen, if any. */
export const passwordAsked = createStore<PasswordQuestion | undefined>(undefined);

let waiting: Promise<boolean> | undefined;

/** Asks; everybody refused at the same moment waits for the same answer. */
export function askPassword(): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    passwordAsked.set({
      settle: (typed) => {
        waiting = undefined;
        passwordAsked.set(undefined);
        resolve(typed);
      },
    });
  });
  return waiting;
}

/** Whether a refusal asks for the password, and not for a log-in. */
export async function wantsPassword(response: Response): Promise<boolean> {
  return (await refusalOf(response)) === "password_needed";
}

/** Whether a refusal is about the password that was typed: the token was good, and each repetition would count as a try. */
export async function refusesPassword(response: Response): Promise<boolean> {
  return (await refusalOf(response)) === "wrong_credentials";
}

/** The code of a 401. */
async function refusalOf(response: Response): Promise<string | undefined> {
  if (response.status !== 401) return undefined;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return (body as { code?: string } | undefined)?.code;
}
