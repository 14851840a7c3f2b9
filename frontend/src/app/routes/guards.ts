import { redirect } from "@tanstack/react-router";
import { viewEdition } from "@/domain/edition-in-view";
import { type PathName, paths } from "@/lib/paths";
import { hasRole, type Role, session } from "@/lib/server/session";
import { isOfEdition, type Page } from "./pages";

interface Arrival {
  readonly location: { readonly href: string };
  readonly params: object;
  readonly preload: boolean;
}

/** A page is not for this person's role. */
export class Forbidden extends Error {
  override readonly name = "Forbidden";

  constructor(readonly least: Role) {
    super(`for ${least} and above`);
  }
}

/** Nobody logged in goes to the log-in page and comes back; too low a role is told whom the page is for. */
function check(least: Role, { location }: Arrival): void {
  const who = session.identity.get();
  if (who === undefined) throw redirect({ to: paths.login, search: { suite: location.href } });
  if (!hasRole(who, least)) throw new Forbidden(least);
}

/**
 * The till opens for volunteers, and for anybody on a device that is a till or holds tickets which the server does not know:
 * without network nobody can log in, and the sale goes on.
 */
async function checkTill(arrival: Arrival): Promise<void> {
  if (hasRole(session.identity.get(), "volunteer")) return;
  const { isTill } = await import("@/offline/database");
  if (!(await isTill())) check("volunteer", arrival);
}

/** For a page's `beforeLoad`; the edition that a page shows becomes the one in view. */
export function guardOf(name: PathName, { least }: Page) {
  return (arrival: Arrival): void | Promise<void> => {
    if (name === "till") return checkTill(arrival);
    if (least === undefined) return;
    check(least, arrival);
    const { params } = arrival;
    if (isOfEdition(name) && !arrival.preload && "editionId" in params) viewEdition(String(params.editionId));
  };
}
