import { Button, Group, Paper, Text } from "@mantine/core";
import { IconMailForward, IconUsersPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { type Edition, hasReached } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { WaitingMails } from "@/ui/notice/WaitingMails";
import { useAction } from "@/ui/use-action";
import { invitationStatsQuery, resendExpiring } from "./api";

const BulkInviteDialog = lazy(() =>
  import("./BulkInviteDialog").then((module) => ({ default: module.BulkInviteDialog })),
);

/** How the invitations stand, and what can be done about many of them at once. */
export function InvitationsBar({ edition }: { readonly edition: Edition }) {
  const stats = useQuery(invitationStatsQuery(edition.id));
  const [inviting, setInviting] = useState(false);
  const resending = useAction({
    run: () => resendExpiring(edition.id),
    done: ({ resent }) => `${counted(resent, "nouvelle invitation part", "nouvelles invitations partent")}.`,
    refreshes: [keys.edition(edition.id)],
  });
  if (edition.is_training || hasReached(edition, "deposit")) return null;
  const { sent = 0, pending = 0, used = 0, expired = 0, expiring = 0, total = 0 } = stats.data ?? {};
  const resend = async () => {
    const body = `${counted(expiring, "personne reçoit", "personnes reçoivent")} un nouveau lien, valable 7 jours. L’ancien ne fonctionne plus.`;
    const title = "Renvoyer les invitations qui expirent";
    if (await confirm({ title, body, confirm: "Renvoyer" })) resending.mutate();
  };
  return (
    <Paper p="md" component="section" aria-label="Invitations">
      <Group justify="space-between" gap="sm">
        <Text>
          {total === 0
            ? "Aucune invitation n’est encore partie."
            : [
                `${counted(total, "invitation")}`,
                `${used} ${used > 1 ? "utilisées" : "utilisée"}`,
                `${sent + pending} en attente`,
                ...(expired > 0 ? [`${expired} ${expired > 1 ? "expirées" : "expirée"}`] : []),
              ].join(" · ")}
        </Text>
        <Group gap="sm">
          {expiring > 0 && (
            <Button
              variant="default"
              leftSection={<IconMailForward size={18} aria-hidden />}
              loading={resending.isPending}
              onClick={() => void resend()}
            >
              Renvoyer {expiring} qui {expiring > 1 ? "expirent" : "expire"} bientôt
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconUsersPlus size={18} aria-hidden />}
            onClick={() => setInviting(true)}
          >
            Inviter plusieurs personnes
          </Button>
        </Group>
      </Group>
      <WaitingMails />
      <Suspense>
        {inviting && <BulkInviteDialog edition={edition.id} onClose={() => setInviting(false)} />}
      </Suspense>
    </Paper>
  );
}
