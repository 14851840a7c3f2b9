/** A further part of a key: what is asked of an edition, of somebody, of a session. */
type Part = string | Readonly<Record<string, unknown>>;

/**
 * The names under which answers of the server are kept. What belongs to an edition stands below the edition, so that refreshing
 * `keys.edition(id)` refreshes all of it, and `keys.editions()` that of every edition.
 */
export const keys = {
  editions: (...parts: Part[]) => ["editions", ...parts],
  edition: (id: string, ...parts: Part[]) => ["editions", id, ...parts],
  list: (id: string, ...parts: Part[]) => ["lists", id, ...parts],
  /** Beside what belongs to an edition, for it does not change with every payment. */
  slipsPaper: (edition: string) => ["slips-paper", edition],
  catalogue: (edition: string) => ["catalogue", edition],
  job: (id: string) => ["jobs", id],
  registerSession: (id: string, ...parts: Part[]) => ["register-sessions", id, ...parts],
  me: (...parts: Part[]) => ["me", ...parts],
  users: () => ["users"],
  mails: (...parts: Part[]) => ["mails", ...parts],
  system: (...parts: Part[]) => ["system", ...parts],
  invitation: (token: string) => ["invitation", token],
  install: () => ["install"],
  terms: () => ["terms"],
};
