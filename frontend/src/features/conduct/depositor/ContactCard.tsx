import { Anchor, Button, Group, Paper, Text, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Edition } from "@/domain/editions";
import { paths } from "@/lib/paths";
import { Fact, FactList } from "@/ui/facts/FactList";
import { PhoneLink } from "@/ui/facts/PhoneLink";
import { TextLink } from "@/ui/links";
import type { DepositorSheet } from "./api";

const CorrectDialog = lazy(() =>
  import("./CorrectDialog").then((module) => ({ default: module.CorrectDialog })),
);

interface ContactCardProps {
  readonly edition: Edition;
  readonly sheet: DepositorSheet;
}

/** How the person is reached; a manager mends what is wrong. */
export function ContactCard({ edition, sheet }: ContactCardProps) {
  const [correcting, setCorrecting] = useState(false);
  const { depositor } = sheet;
  const town = [depositor.postal_code, depositor.city].filter(Boolean).join(" ");
  const address = [depositor.address, town].filter(Boolean).join(", ");
  return (
    <Paper p="lg" component="section" aria-label="Coordonnées">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Coordonnées</Title>
        {sheet.correctable && (
          <Button
            variant="default"
            leftSection={<IconPencil size={18} aria-hidden />}
            onClick={() => setCorrecting(true)}
          >
            Corriger
          </Button>
        )}
      </Group>
      <FactList>
        <Fact name="Téléphone">
          {depositor.phone == null ? "Inconnu" : <PhoneLink phone={depositor.phone} />}
        </Fact>
        <Fact name="E-mail">
          <Anchor href={`mailto:${depositor.email}`}>{depositor.email}</Anchor>
        </Fact>
        <Fact name="Adresse">{address === "" ? "Inconnue" : address}</Fact>
      </FactList>
      {sheet.mail_blocked && (
        <Text mt="sm" c="bad.8">
          Cette adresse e-mail ne reçoit pas nos messages.{" "}
          <TextLink to={paths.mails} search={{ q: depositor.email } as never}>
            Corriger l’adresse dans les messages
          </TextLink>
        </Text>
      )}
      {!sheet.correctable && depositor.state !== "erased" && (
        <Text mt="sm" size="sm" c="gray.7">
          Cette personne gère des éditions : elle corrige elle-même ses coordonnées dans son profil.
        </Text>
      )}
      <Suspense>
        {correcting && (
          <CorrectDialog edition={edition.id} depositor={depositor} onClose={() => setCorrecting(false)} />
        )}
      </Suspense>
    </Paper>
  );
}
