import { type EditionStatus, isReadOnly } from "@/domain/editions";
import { counted, type StateWords } from "@/lib/words";
import type { BulkOutcome, Guest, Invitation } from "./api";

export const INVITATION_STATES: Readonly<Record<Invitation["state"], StateWords>> = {
  pending: { words: "En attente d’envoi", tone: "neutral" },
  sent: { words: "Envoyée", tone: "waiting" },
  used: { words: "Utilisée", tone: "good" },
  expired: { words: "Expirée", tone: "bad" },
  cancelled: { words: "Annulée", tone: "neutral" },
};

interface Sending {
  readonly status: EditionStatus;
  readonly is_training: boolean;
}

type Standing = Pick<Invitation, "state">;

/** Whether a new link may leave: not for an account that is active already, and from no edition that writes to nobody. */
export function mayResend(edition: Sending, { state }: Standing): boolean {
  return state !== "used" && !edition.is_training && !isReadOnly(edition);
}

/** Whether there is a link to take back. */
export function mayCancel(edition: Sending, { state }: Standing): boolean {
  return (state === "pending" || state === "sent") && !isReadOnly(edition);
}

/** Whether somebody has opened its link. One that was used was, also in the days when this was not noted. */
export function wasOpened({ state, opened_at }: Pick<Invitation, "state" | "opened_at">): boolean {
  return opened_at != null || state === "used";
}

type Guests = readonly Pick<Guest, "place" | "known">[];

function parts(guests: Guests) {
  const registered = guests.filter(({ place }) => place != null).length;
  return { registered, invited: guests.length - registered };
}

/** What will happen to the people of a box: `2 personnes seront inscrites, 1 personne recevra une invitation.` */
export function bulkSummary(guests: Guests): string {
  const { registered, invited } = parts(guests);
  const inscribed = counted(registered, "personne sera inscrite", "personnes seront inscrites");
  const told = `${counted(invited, "personne recevra", "personnes recevront")} une invitation`;
  return `${[...(registered > 0 ? [inscribed] : []), ...(invited > 0 || registered === 0 ? [told] : [])].join(", ")}.`;
}

/** The button that does it: `Inscrire 2 personnes, inviter 1 personne`. */
export function bulkSubmit(guests: Guests): string {
  const { registered, invited } = parts(guests);
  if (registered === 0) return `Inviter ${counted(invited, "personne")}`;
  const rest = invited > 0 ? `, inviter ${counted(invited, "personne")}` : "";
  return `Inscrire ${counted(registered, "personne")}${rest}`;
}

/** What was done: `2 personnes inscrites, 1 invitation part.` */
export function bulkDone({ registered, invited }: Pick<BulkOutcome, "registered" | "invited">): string {
  const inscribed = counted(registered, "personne inscrite", "personnes inscrites");
  const told = counted(invited, "invitation part", "invitations partent");
  return `${[...(registered > 0 ? [inscribed] : []), ...(invited > 0 || registered === 0 ? [told] : [])].join(", ")}.`;
}
