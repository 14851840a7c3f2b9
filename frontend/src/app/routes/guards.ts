import { redirect } from "@tanstack/react-router";
import { viewEdition } from "@/domain/edition-in-view";
import { paths } from "@/lib/paths";
import { hasRole, type Role, session } from "@/lib/server/session";

interface Arrival {
  readonly location: { readonly href: string };
}

/** For `beforeLoad`: nobody logged in goes to the log-in page and comes back; too low a role goes home. */
export function needs(least: Role) {
  return ({ location }: Arrival): void => {
    const who = session.identity.get();
    if (who === undefined) throw redirect({ to: paths.login, search: { suite: location.href } });
    if (!hasRole(who, least)) throw redirect({ to: paths.home });
  };
}

/**
 * The till opens for volunteers, and for anybody on a device that is a till or holds tickets which the server does not know:
 * without network nobody can log in, and the sale goes on.
 */
export async function needsTill(arrival: Arrival): Promise<void> {
  if (hasRole(session.identity.get(), "volunteer")) return;
  const { isTill } = await import("@/offline/database");
  if (!(await isTill())) needs("volunteer")(arrival);
}

interface EditionArrival extends Arrival {
  readonly params: { readonly editionId: string };
  readonly preload: boolean;
}

/** The same for the pages of an edition, which becomes the one in view. */
export function needsForEdition(least: Role) {
  const check = needs(least);
  return (arrival: EditionArrival): void => {
    check(arrival);
    if (!arrival.preload) viewEdition(arrival.params.editionId);
  };
}
