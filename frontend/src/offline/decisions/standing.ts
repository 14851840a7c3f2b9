/** Which decisions stand: decisions in, what stands in each register out, in whatever order they came. As `rules.rs`. */
import {
  type Decision,
  isForManagers,
  isLeaving,
  isReviewing,
  type Register,
  registersOf,
  undoneBy,
} from "./commands";

/** How long handing articles over may be taken back. */
const LEAVING_UNDONE_MS = 10 * 60_000;

/** What stands among the decisions about the lists of one registration. */
export class Standing {
  private readonly byId: ReadonlyMap<string, Decision>;
  private readonly stands = new Map<Register, Decision>();
  /** Registers that any decision is or was about: what stands there is known, even when it is nothing. */
  private readonly known = new Set<Register>();

  /** `opening` is when the sale was opened for the last time, while it is or has been open. */
  constructor(
    private readonly decisions: readonly Decision[],
    private readonly opening?: string,
  ) {
    this.byId = new Map(decisions.map((one) => [one.id, one]));
    const undone = new Set<string>();
    for (const undo of decisions) {
      const named = this.byId.get(undoneBy(undo) ?? "");
      if (named !== undefined && undoes(undo, named, opening)) undone.add(named.id);
    }
    for (const decision of decisions) {
      const counting = !undone.has(decision.id) && counts(decision, opening);
      for (const register of registersOf(decision)) {
        this.known.add(register);
        const top = this.stands.get(register);
        if (counting && (top === undefined || isAbove(decision, top))) this.stands.set(register, decision);
      }
    }
  }

  /** The decision that stands in a register. */
  at(register: Register): Decision | undefined {
    return this.stands.get(register);
  }

  /** The registers that anything was ever decided about. */
  touched(): readonly Register[] {
    return [...this.known];
  }

  /** Whether a decision stands in all that it is about; an undo, while it takes something back, or would once that arrives. */
  holds(id: string): boolean {
    const decision = this.byId.get(id);
    if (decision === undefined) return false;
    const target = undoneBy(decision);
    if (target !== undefined) {
      const named = this.byId.get(target);
      return named === undefined || undoes(decision, named, this.opening);
    }
    const registers = registersOf(decision);
    return registers.length > 0 && registers.every((register) => this.stands.get(register)?.id === id);
  }

  /**
   * Whether a list with these articles is reviewed: somebody said that it is finished, no line is left to do, and nothing was
   * decided about a line afterwards and before the sale opened.
   */
  isReviewed(list: string, articles: readonly string[]): boolean {
    const finish = this.at(`review:${list}`);
    if (finish?.kind !== "list_finish") return false;
    const since = finish.decided_at;
    const isLater = ({ decided_at }: Decision) => decided_at > since && isBefore(decided_at, this.opening);
    return (
      articles.every((article) => this.at(`verdict:${article}`) !== undefined) &&
      !this.decisions.some((one) => one.list_id === list && this.isAboutLines(one) && isLater(one))
    );
  }

  private isAboutLines(one: Decision): boolean {
    const target = undoneBy(one);
    const kind = target === undefined ? one.kind : this.byId.get(target)?.kind;
    return kind !== undefined && isReviewing(kind);
  }
}

/** Later decisions stand above earlier ones; of two at the same instant the one with the greater id. */
function isAbove(one: Decision, other: Decision): boolean {
  return one.decided_at === other.decided_at ? one.id > other.id : one.decided_at > other.decided_at;
}

function isBefore(instant: string, opening: string | undefined): boolean {
  return opening === undefined || instant < opening;
}

/** After the opening only a manager may still take an article in; instead of refusing one, it is withdrawn. */
function counts(decision: Decision, opening: string | undefined): boolean {
  const { kind, decided_at, by_manager } = decision;
  return isBefore(decided_at, opening) || !isReviewing(kind) || (by_manager && kind === "accept");
}

/** Asked whenever the register is read, so that it does not matter which of the two came first. */
function undoes(undo: Decision, named: Decision, opening: string | undefined): boolean {
  const late = Date.parse(undo.decided_at) - Date.parse(named.decided_at) > LEAVING_UNDONE_MS;
  return (
    named.list_id === undo.list_id &&
    named.kind !== "undo" &&
    (undo.by_manager || !isForManagers(named.kind)) &&
    (isBefore(undo.decided_at, opening) || !isReviewing(named.kind)) &&
    !(isLeaving(named.kind) && late)
  );
}
