import { Text } from "@mantine/core";
import { keys } from "@/domain/keys";
import { LIST_TYPES } from "@/domain/lists";
import { formatShortSpan } from "@/lib/dates";
import { rangesInWords } from "@/lib/words";
import { InvitePeopleDialog } from "@/ui/invite/InvitePeopleDialog";
import { type BulkOutcome, type Guest, inviteBulk, previewBulk } from "./api";
import { bulkDone, bulkSubmit, bulkSummary } from "./wording";

interface BulkInviteDialogProps {
  readonly edition: string;
  readonly onClose: () => void;
}

/** Depositors, pasted in or from a file: invited, and registered at once where a slot is named. */
export function BulkInviteDialog({ edition, onClose }: BulkInviteDialogProps) {
  return (
    <InvitePeopleDialog<Guest, BulkOutcome>
      description="Collez des adresses comme elles viennent, ou un tableau. Avec une colonne Créneau (et Type de liste : standard, 1000 ou 2000), les personnes sont inscrites tout de suite."
      look={(text) => previewBulk(edition, text)}
      invite={(text) => inviteBulk(edition, text)}
      summary={bulkSummary}
      fate={(guest) => <Fate guest={guest} />}
      submit={bulkSubmit}
      done={bulkDone}
      refreshes={[keys.editions()]}
      onClose={onClose}
    />
  );
}

function Fate({ guest: { place, known, remark } }: { readonly guest: Guest }) {
  return (
    <>
      {place == null ? (
        "Invitation seule"
      ) : (
        <>
          {formatShortSpan(place.starts_at, place.ends_at)}
          <Text size="sm" c="gray.7">
            {`${LIST_TYPES[place.list_type]}, ${rangesInWords(place.numbers)}${known ? " · compte actif, avis par e-mail" : ""}`}
          </Text>
        </>
      )}
      {remark != null && (
        <Text size="sm" c="waiting.8">
          {remark}
        </Text>
      )}
    </>
  );
}
