import { keys } from "@/domain/keys";
import { InvitePeopleDialog } from "@/ui/dialog/InvitePeopleDialog";
import { inviteBulk, previewBulk } from "./api";

interface BulkInviteDialogProps {
  readonly edition: string;
  readonly onClose: () => void;
}

/** Depositors, pasted in at once. */
export function BulkInviteDialog({ edition, onClose }: BulkInviteDialogProps) {
  return (
    <InvitePeopleDialog
      description="Collez des adresses comme elles viennent : une liste de votre messagerie, un tableau, ou une personne par ligne avec son prénom et son nom"
      look={(text) => previewBulk(edition, text)}
      invite={(text) => inviteBulk(edition, text)}
      refreshes={[keys.editions()]}
      onClose={onClose}
    />
  );
}
