import { formatDate } from "@/lib/dates";
import type { Registration } from "@/lib/editions";
import type { Tone } from "@/ui/StateBadge";

/** `MARTIN Camille`, or the address until the names are known. */
export function nameOf({ first_name, last_name, email }: Registration["depositor"]): string {
  return `${last_name.toLocaleUpperCase("fr")} ${first_name}`.trim() || email;
}

export function slotWords({ starts_at, ends_at }: { readonly starts_at: string; readonly ends_at: string }): string {
  return `${formatDate(starts_at, "weekday")}, ${formatDate(starts_at, "time")} – ${formatDate(ends_at, "time")}`;
}

/** How far somebody's account is, and the invitation that should open it. */
export function accountWords({ depositor, invitation }: Registration): { readonly words: string; readonly tone: Tone } {
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
      return { words: "Invité", tone: "waiting" };
  }
}
