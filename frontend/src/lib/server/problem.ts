import { unbroken } from "@/lib/words";

/** One wrong field of a request: `field` as the API names it (`lines[0]`), a stable code, a French sentence. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly [extra: string]: unknown;
}

/** The body of an `application/problem+json` answer (RFC 9457). */
interface ProblemBody {
  readonly title?: string;
  readonly detail?: string | null;
  readonly code?: string;
  readonly errors?: readonly FieldProblem[] | null;
  readonly request_id?: string | null;
  readonly [extra: string]: unknown;
}

/** A refusal by the server, or the server not being there (`status` 0, code `unreachable`). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | undefined;
  /** What else the answer says, under its names in the API: `server_time`, `since`. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, body: ProblemBody) {
    super(
      unbroken(body.detail || body.title || "Le serveur a rencontré une erreur. Réessayez dans un instant."),
    );
    this.status = status;
    this.code = body.code ?? "unknown";
    this.errors = (body.errors ?? []).map((error) => ({ ...error, message: unbroken(error.message) }));
    this.requestId = body.request_id ?? undefined;
    this.facts = body;
  }

  static unreachable(): Problem {
    return new Problem(0, {
      code: "unreachable",
      detail: "Le serveur ne répond pas. Vérifiez la connexion, puis réessayez.",
    });
  }

  /** The French sentences by field, for a form. */
  byField(): Record<string, string> {
    return Object.fromEntries(this.errors.map(({ field, message }) => [field, message]));
  }
}

/** What browsers say when a page's code cannot be fetched. */
const MISSING_CODE = /dynamically imported module|importing a module script/i;

/** A problem from whatever was thrown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") return Problem.unreachable();
  if (thrown instanceof Error && MISSING_CODE.test(thrown.message)) return Problem.unreachable();
  return new Problem(500, { detail: "Une erreur inattendue s’est produite. Rechargez la page." });
}

/** The problem an answer carries, also when a gateway answered HTML in place of the application. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}));
  return new Problem(response.status, body !== null && typeof body === "object" ? { ...body } : {});
}
