import { Button } from "@mantine/core";
import type { Till } from "@/domain/editions";
import { download } from "@/lib/server/api";
import { notifyProblem } from "@/ui/notice/notify";

/** The slip (Z) of a closed till, to be printed and signed. */
export function ClosingSlip({ till }: { readonly till: Till }) {
  const path = `/api/v1/register-sessions/${till.session_id}/closing-slip.pdf`;
  return (
    <Button
      variant="default"
      aria-label={`Ticket Z de la caisse ${till.register_number}, ${till.seller}`}
      onClick={() => void download(path, "Caisse.pdf").catch(notifyProblem)}
    >
      Ticket Z
    </Button>
  );
}
