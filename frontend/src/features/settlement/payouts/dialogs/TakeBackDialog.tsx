import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import type { Payout } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { revokeReturn } from "@/features/settlement/payouts/api";
import { counted } from "@/lib/words";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";

interface TakeBackDialogProps {
  readonly payout: Payout;
  readonly onClose: () => void;
}

/** A bag that was noted as fetched and is still in the hall. */
export function TakeBackDialog({ payout, onClose }: TakeBackDialogProps) {
  const queries = useQueryClient();
  const name = nameOf(payout.depositor);
  const { returned } = payout;
  return (
    <ReasonDialog
      title={`Reprendre les invendus rendus à ${name}`}
      body={`${counted(returned, "article noté rendu redevient invendu", "articles notés rendus redeviennent invendus")}. Le paiement n’y change rien.`}
      confirm="Reprendre"
      send={async (reason) => {
        const list_ids = payout.lists.map((list) => list.id);
        const back = await revokeReturn(payout.edition_id, { list_ids, confirm_count: returned, reason });
        notifyDone(`${name} : ${counted(back.articles, "article repris", "articles repris")}.`);
        await queries.invalidateQueries({ queryKey: keys.edition(payout.edition_id) });
      }}
      onClose={onClose}
    />
  );
}
