import { Button, Group } from "@mantine/core";
import { IconMailForward, IconMailOff } from "@tabler/icons-react";
import type { Edition } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { nameOf } from "@/domain/people";
import { confirm } from "@/ui/dialog/confirm";
import { useAction } from "@/ui/use-action";
import { cancelInvitation, type Invitation, resendInvitation } from "./api";
import { mayCancel, mayResend } from "./wording";

interface InvitationActionsProps {
  readonly edition: Edition;
  readonly invitation: Invitation;
}

/** A new link, or none any more. */
export function InvitationActions({ edition, invitation }: InvitationActionsProps) {
  const name = nameOf(invitation);
  const refreshes = [keys.edition(edition.id)];
  const resending = useAction({
    run: () => resendInvitation(edition.id, invitation.id),
    done: () => `Une nouvelle invitation part pour ${name}.`,
    refreshes,
  });
  const cancelling = useAction({
    run: () => cancelInvitation(edition.id, invitation.id),
    done: () => `L’invitation de ${name} est annulée.`,
    refreshes,
  });
  const cancel = async () => {
    const body = "Le lien du message ne fonctionne plus. Vous pourrez en envoyer un nouveau.";
    const title = `Annuler l’invitation de ${name}`;
    if (await confirm({ title, body, confirm: "Annuler l’invitation", danger: true })) cancelling.mutate();
  };
  if (!mayResend(edition, invitation) && !mayCancel(edition, invitation)) return null;
  return (
    <Group gap="sm" mt="sm">
      {mayResend(edition, invitation) && (
        <Button
          variant="default"
          leftSection={<IconMailForward size={18} aria-hidden />}
          loading={resending.isPending}
          aria-label={`Renvoyer l’invitation de ${name}`}
          onClick={() => resending.mutate()}
        >
          Renvoyer
        </Button>
      )}
      {mayCancel(edition, invitation) && (
        <Button
          variant="subtle"
          color="dark"
          leftSection={<IconMailOff size={18} aria-hidden />}
          loading={cancelling.isPending}
          aria-label={`Annuler l’invitation de ${name}`}
          onClick={() => void cancel()}
        >
          Annuler
        </Button>
      )}
    </Group>
  );
}
