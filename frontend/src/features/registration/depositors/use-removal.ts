import { type Edition, hasReached, type Registration } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { nameOf } from "@/domain/people";
import { confirm } from "@/ui/dialog/confirm";
import { useAction } from "@/ui/use-action";
import { removeRegistration } from "./api";
import { slotWords } from "./wording";

/** Taking somebody's registration out, after asking; `refusal` says why it cannot be done any more. */
export function useRemoval(edition: Edition, registration: Registration, gone?: () => unknown) {
  const name = nameOf(registration.depositor);
  const removal = useAction({
    run: () => removeRegistration(edition.id, registration.id),
    done: () => {
      gone?.();
      return `L’inscription de ${name} est retirée.`;
    },
    refreshes: [keys.edition(edition.id)],
  });
  const ask = async () => {
    const body = `${slotWords(registration.slot)}, listes ${registration.numbers.join(" et ")}. Sa place et ses numéros redeviennent libres.`;
    if (await confirm({ title: `Désinscrire ${name}`, body, confirm: "Désinscrire", danger: true }))
      removal.mutate();
  };
  const refusal = hasReached(edition, "deposit")
    ? "Le dépôt est ouvert : les inscriptions ne se retirent plus."
    : undefined;
  return { ask, isPending: removal.isPending, refusal };
}
