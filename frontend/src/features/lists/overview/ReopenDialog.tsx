import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import type { ListSummary } from "@/domain/lists";
import { counted } from "@/lib/words";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";
import { reopenList } from "./api";

interface ReopenDialogProps {
  readonly list: ListSummary;
  readonly onClose: () => void;
}

/** Gives a validated list back to its depositor, with a reason. */
export function ReopenDialog({ list, onClose }: ReopenDialogProps) {
  const queries = useQueryClient();
  return (
    <ReasonDialog
      title={`Rouvrir la liste ${list.number}`}
      body={
        <Text>
          Ses {counted(list.article_count, "article")} redeviennent modifiables par{" "}
          {list.depositor.first_name}, même après la date limite. Les étiquettes déjà imprimées ne valent
          plus.
        </Text>
      }
      confirm="Rouvrir la liste"
      send={async (reason) => {
        await reopenList(list.id, reason);
        notifyDone(`La liste ${list.number} est rouverte.`);
        const changed = [keys.edition(list.edition.id), keys.list(list.id)];
        await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
      }}
      onClose={onClose}
    />
  );
}
