import { type EditionStatus, isReadOnly } from "@/domain/editions";
import type { StateWords } from "@/lib/words";
import type { Invitation } from "./api";

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
