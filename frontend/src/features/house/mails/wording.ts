import type { Tone } from "@/domain/tones";
import type { MailState } from "./api";

interface Words {
  readonly words: string;
  readonly tone: Tone;
}

export const MAIL_STATES: Readonly<Record<MailState, Words>> = {
  queued: { words: "En attente", tone: "waiting" },
  sending: { words: "En cours d’envoi", tone: "accent" },
  sent: { words: "Envoyé", tone: "good" },
  failed: { words: "Refusé", tone: "bad" },
};
