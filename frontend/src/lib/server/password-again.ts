import { createStore, type Store } from "@/lib/store";

/** Something to be typed before calls can go on; settled with whether it was typed right. */
export interface PasswordQuestion {
  readonly settle: (typed: boolean) => void;
}

interface Asking {
  /** The question on the screen, if any. */
  readonly asked: Store<PasswordQuestion | undefined>;
  /** Asks; everybody refused at the same moment waits for the same answer. */
  readonly ask: () => Promise<boolean>;
}

function createAsking(): Asking {
  const asked = createStore<PasswordQuestion | undefined>(undefined);
  let waiting: Promise<boolean> | undefined;
  const ask = () => {
    waiting ??= new Promise<boolean>((resolve) => {
      asked.set({
        settle: (typed) => {
          waiting = undefined;
          asked.set(undefined);
          resolve(typed);
        },
      });
    });
    return waiting;
  };
  return { asked, ask };
}

/** The server asks for the password once more. */
export const { asked: passwordAsked, ask: askPassword } = createAsking();

/** The session has ended under somebody's hands. */
export const { asked: logInAsked, ask: askLogIn } = createAsking();

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
