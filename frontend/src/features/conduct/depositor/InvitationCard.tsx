import { Group, Paper, Text, Title } from "@mantine/core";
import type { Edition } from "@/domain/editions";
import { InvitationActions } from "@/features/registration/invitations/InvitationActions";
import { INVITATION_STATES } from "@/features/registration/invitations/wording";
import { formatInstant } from "@/lib/dates";
import { Fact, FactList } from "@/ui/facts/FactList";
import { StateBadge } from "@/ui/StateBadge";
import type { DepositorSheet } from "./api";

interface InvitationCardProps {
  readonly edition: Edition;
  readonly sheet: DepositorSheet;
}

/** How far the account is, and the link that opens it. */
export function InvitationCard({ edition, sheet: { depositor, invitation } }: InvitationCardProps) {
  const state = invitation == null ? undefined : INVITATION_STATES[invitation.state];
  return (
    <Paper p="lg" component="section" aria-label="Compte et invitation">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Compte et invitation</Title>
        {depositor.state === "active" ? (
          <StateBadge tone="good">Compte activé</StateBadge>
        ) : (
          state !== undefined && <StateBadge tone={state.tone}>{state.words}</StateBadge>
        )}
      </Group>
      {invitation == null ? (
        <Text c="gray.7">
          {depositor.state === "active"
            ? "Le compte existait déjà : aucune invitation n’a été nécessaire."
            : "Aucune invitation n’est partie pour cette édition."}
        </Text>
      ) : (
        <>
          <FactList>
            <Fact name="Préparée">{formatInstant(invitation.created_at)}</Fact>
            <Fact name="Partie">{invitation.sent_at != null && formatInstant(invitation.sent_at)}</Fact>
            <Fact name="Ouverte">{invitation.opened_at != null && formatInstant(invitation.opened_at)}</Fact>
            <Fact name="Utilisée">{invitation.used_at != null && formatInstant(invitation.used_at)}</Fact>
            <Fact name="Valable jusqu’au">
              {invitation.used_at == null &&
                invitation.state !== "cancelled" &&
                formatInstant(invitation.expires_at)}
            </Fact>
          </FactList>
          <InvitationActions edition={edition} invitation={invitation} />
        </>
      )}
    </Paper>
  );
}
