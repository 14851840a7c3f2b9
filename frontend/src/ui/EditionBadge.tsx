import { EDITION_STATUSES, type EditionStatus } from "@/domain/editions";
import type { Tone } from "@/lib/words";
import { StateBadge } from "./StateBadge";

const TONES: Readonly<Record<EditionStatus, Tone>> = {
  draft: "neutral",
  configured: "accent",
  registrations_open: "accent",
  deposit: "waiting",
  sale: "good",
  settlement: "waiting",
  closed: "neutral",
  archived: "neutral",
};

export function EditionBadge({ status }: { readonly status: EditionStatus }) {
  return <StateBadge tone={TONES[status]}>{EDITION_STATUSES[status]}</StateBadge>;
}
