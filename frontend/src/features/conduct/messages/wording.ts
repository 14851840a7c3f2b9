import type { StateWords } from "@/lib/words";
import type { MailState } from "./api";

export const MAIL_STATES: Readonly<Record<MailState, StateWords>> = {
  queued: { words: "En attente", tone: "waiting" },
  sending: { words: "En cours d’envoi", tone: "accent" },
  sent: { words: "Envoyé", tone: "good" },
  failed: { words: "Refusé", tone: "bad" },
};
