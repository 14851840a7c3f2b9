import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type Edition, type Facts, hasReached } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { useAction } from "@/ui/use-action";
import { removeEdition } from "./api";

interface RemoveButtonProps {
  readonly edition: Edition;
  readonly facts: Facts;
}

/** Takes an edition away that came to nothing; where somebody is registered it is closed instead, and nothing is shown. */
export function RemoveButton({ edition, facts }: RemoveButtonProps) {
  const admin = hasRole(useIdentity(), "admin");
  const navigate = useNavigate();
  const removing = useAction({
    run: () => removeEdition(edition.id),
    done: async () => {
      await navigate({ to: paths.editions });
      return `« ${edition.name} » est supprimée.`;
    },
    refreshes: [keys.editions()],
  });
  const { slots, registrations, lists } = facts;
  const used = registrations.length > 0 || lists.length > 0;
  if (!admin || used || hasReached(edition, "closed")) return null;
  const remove = async () => {
    const gone =
      slots.length === 0 ? "ses dates" : `ses dates et ${counted(slots.length, "créneau", "créneaux")}`;
    const body = `Elle n’a aucune inscription. « ${edition.name} » disparaît pour toujours, avec ${gone}.`;
    if (await confirm({ title: "Supprimer cette édition", body, confirm: "Supprimer", danger: true }))
      removing.mutate();
  };
  return (
    <Button
      variant="subtle"
      color="bad"
      leftSection={<IconTrash size={18} aria-hidden />}
      loading={removing.isPending}
      onClick={() => void remove()}
    >
      Supprimer cette édition
    </Button>
  );
}
