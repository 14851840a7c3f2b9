import { type EditionStatus, hasReached, type Registration, type Slot } from "@/domain/editions";
import { LIST_TYPES, type ListType } from "@/domain/lists";
import { formatDate, formatHourSpan } from "@/lib/dates";
import type { StateWords } from "@/lib/words";
import { counted } from "@/lib/words";

export function slotWords({
  starts_at,
  ends_at,
}: {
  readonly starts_at: string;
  readonly ends_at: string;
}): string {
  return `${formatDate(starts_at, "weekday")}, ${formatHourSpan(starts_at, ends_at)}`;
}

/** A slot as a choice: when, how many places, and whom it is meant for. */
export function slotChoice(slot: Slot): string {
  const meant = [
    ...slot.list_types.map((type) => LIST_TYPES[type]),
    ...(slot.residents_only ? ["habitants seulement"] : []),
  ];
  const places = counted(slot.left, "place libre", "places libres");
  return `${slotWords(slot)} (${[places, ...meant].join(" · ")})`;
}

/** What to say when a slot is meant for other lists than these; nothing when it fits. */
export function misfit(slot: Slot | undefined, type: ListType): string | undefined {
  if (slot === undefined || slot.list_types.length === 0 || slot.list_types.includes(type)) return undefined;
  const meant = slot.list_types.map((one) => LIST_TYPES[one]).join(", ");
  return `Ce créneau est prévu pour d’autres listes : ${meant}.`;
}

/** How far somebody's account is, and the invitation that should open it. */
export function accountWords({ depositor, invitation }: Registration): StateWords {
  if (depositor.state === "active") return { words: "Activé", tone: "good" };
  if (depositor.state === "disabled") return { words: "Désactivé", tone: "neutral" };
  if (depositor.state === "erased") return { words: "Effacé", tone: "neutral" };
  switch (invitation?.state) {
    case "pending":
      return { words: "Invitation en file", tone: "neutral" };
    case "expired":
      return { words: "Invitation expirée", tone: "bad" };
    case "cancelled":
      return { words: "Invitation annulée", tone: "bad" };
    default:
      return { words: "Invitation envoyée", tone: "waiting" };
  }
}

interface InState {
  readonly status: EditionStatus;
}

/** Whether somebody may still be registered by hand. */
export function mayRegister(edition: InState): boolean {
  return hasReached(edition, "configured") && !hasReached(edition, "deposit");
}

/** Whether a registration may still move to another slot. */
export function maySlotsChange(edition: InState): boolean {
  return !hasReached(edition, "sale");
}
