import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { EDITION_STATUSES, type Edition } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";
import { stepBack } from "./api";

/** What going back from a state does. */
const EFFECTS: Readonly<Partial<Record<Edition["status"], string>>> = {
  configured: "L’édition redevient un brouillon.",
  registrations_open: "Les déposants ne peuvent plus remplir leurs listes tant que vous n’avez pas rouvert.",
  deposit:
    "Les listes mises de côté redeviennent modifiables jusqu’à la date limite, et les acceptations sont annulées.",
  sale: "Les articles sont retirés de la vente. Impossible dès qu’un article est vendu.",
  settlement: "Les invendus repassent en vente. Impossible dès qu’un reversement est payé.",
};

/** One step back, with its reason; states without a way back show nothing. */
export function StepBackButton({ edition }: { readonly edition: Edition }) {
  const queries = useQueryClient();
  const [asking, { open, close }] = useDisclosure(false);
  const effect = EFFECTS[edition.status];
  if (effect === undefined) return null;
  return (
    <div>
      <Button
        variant="subtle"
        color="dark"
        leftSection={<IconArrowBackUp size={18} aria-hidden />}
        onClick={open}
      >
        Revenir à l’étape précédente
      </Button>
      {asking && (
        <ReasonDialog
          title={`Quitter l’étape « ${EDITION_STATUSES[edition.status]} »`}
          body={effect}
          confirm="Revenir en arrière"
          danger
          send={async (reason) => {
            await stepBack(edition.id, reason);
            notifyDone("L’édition est revenue à l’étape précédente.");
            await queries.invalidateQueries({ queryKey: keys.editions() });
          }}
          onClose={close}
        />
      )}
    </div>
  );
}
