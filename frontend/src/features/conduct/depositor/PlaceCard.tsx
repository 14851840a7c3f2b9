import { Button, Group, Paper, Text, Title } from "@mantine/core";
import { IconReplace, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { type Edition, isReadOnly, type Registration } from "@/domain/editions";
import { LIST_TYPES } from "@/domain/lists";
import { useRemoval } from "@/features/registration/depositors/use-removal";
import { maySlotsChange, slotWords } from "@/features/registration/depositors/wording";
import { formatInstant } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { rangesInWords } from "@/lib/words";
import { Fact, FactList } from "@/ui/facts/FactList";
import { LinkButton } from "@/ui/links";
import type { DepositorSheet } from "./api";

const MoveDialog = lazy(() =>
  import("@/features/registration/depositors/MoveDialog").then((module) => ({ default: module.MoveDialog })),
);

const ORIGINS: Readonly<Record<Registration["origin"], string>> = {
  billetweb: "Billetweb",
  invitation: "Invitation",
  manual: "À la main",
};

interface PlaceCardProps {
  readonly edition: Edition;
  readonly sheet: DepositorSheet;
}

/** When the person comes, with which numbers. */
export function PlaceCard({ edition, sheet: { registration } }: PlaceCardProps) {
  return (
    <Paper p="lg" component="section" aria-label="Inscription">
      <Title order={2} mb="sm">
        Inscription
      </Title>
      {registration == null ? (
        <>
          <Text mb="sm">
            Cette personne est invitée mais n’a pas de créneau. Inscrivez-la avec la même adresse e-mail, ou
            importez son billet.
          </Text>
          <LinkButton to={paths.registrations} params={{ editionId: edition.id }} variant="default">
            Voir les inscriptions
          </LinkButton>
        </>
      ) : (
        <Place edition={edition} registration={registration} />
      )}
    </Paper>
  );
}

interface PlaceProps {
  readonly edition: Edition;
  readonly registration: Registration;
}

function Place({ edition, registration }: PlaceProps) {
  const navigate = useNavigate();
  const [moving, setMoving] = useState(false);
  const removal = useRemoval(edition, registration, () =>
    navigate({ to: paths.registrations, params: { editionId: edition.id } }),
  );
  const { ticket_ref, order_ref, tariff } = registration;
  const billet = [ticket_ref && `billet ${ticket_ref}`, order_ref && `commande ${order_ref}`, tariff];
  return (
    <>
      <FactList>
        <Fact name="Créneau">{slotWords(registration.slot)}</Fact>
        <Fact name="Numéros">{rangesInWords(registration.numbers)}</Fact>
        <Fact name="Type">{LIST_TYPES[registration.list_type]}</Fact>
        <Fact name="Origine">{[ORIGINS[registration.origin], ...billet].filter(Boolean).join(" · ")}</Fact>
        <Fact name="Depuis">{formatInstant(registration.created_at)}</Fact>
      </FactList>
      <Group mt="md" gap="sm">
        {maySlotsChange(edition) && (
          <Button
            variant="default"
            leftSection={<IconReplace size={18} aria-hidden />}
            onClick={() => setMoving(true)}
          >
            Changer de créneau
          </Button>
        )}
        {removal.refusal === undefined && (
          <Button
            variant="default"
            color="bad"
            leftSection={<IconTrash size={18} aria-hidden />}
            loading={removal.isPending}
            onClick={() => void removal.ask()}
          >
            Désinscrire
          </Button>
        )}
      </Group>
      {removal.refusal !== undefined && !isReadOnly(edition) && (
        <Text mt="sm" size="sm" c="gray.7">
          {removal.refusal}
        </Text>
      )}
      <Suspense>
        {moving && (
          <MoveDialog
            edition={edition.id}
            moved={{ registrations: [registration] }}
            onClose={() => setMoving(false)}
          />
        )}
      </Suspense>
    </>
  );
}
