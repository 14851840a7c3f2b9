import { Button, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendarEvent, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { type Edition, editionsQuery } from "@/domain/editions";
import { formatPeriod } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { sentence } from "@/lib/words";
import { EditionBadge } from "@/ui/EditionBadge";
import { TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";

const NewEditionDialog = lazy(() =>
  import("./NewEditionDialog").then((module) => ({ default: module.NewEditionDialog })),
);

/** Every sale event, the latest first. */
export function EditionsPage() {
  const admin = hasRole(useIdentity(), "admin");
  const editions = useQuery(editionsQuery());
  const [creating, { open, close }] = useDisclosure(false);
  const create = admin && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
      Nouvelle édition
    </Button>
  );
  return (
    <Page title="Éditions" lead="Chaque bourse a ses dates, ses règles et ses listes." action={create}>
      <Loaded query={editions}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={IconCalendarEvent} title="Aucune édition" action={create}>
              {admin
                ? "Créez la première : un nom, un code et deux dates suffisent pour commencer."
                : "Un administrateur crée les éditions ; elles apparaîtront ici."}
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {all
                .toSorted((one, other) => other.starts_at.localeCompare(one.starts_at))
                .map((edition) => (
                  <EditionCard key={edition.id} edition={edition} />
                ))}
            </SimpleGrid>
          )
        }
      </Loaded>
      {creating && (
        <Suspense>
          <NewEditionDialog onClose={close} />
        </Suspense>
      )}
    </Page>
  );
}

function EditionCard({ edition }: { readonly edition: Edition }) {
  return (
    <Paper p="lg">
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs">
          <EditionBadge status={edition.status} />
          {edition.is_training && <StateBadge tone="neutral">Entraînement</StateBadge>}
        </Group>
        <TextLink to={paths.edition} params={{ editionId: edition.id }} fw={650} fz="lg" c="dark">
          {edition.name}
        </TextLink>
        <Text c="gray.7">
          {sentence(formatPeriod(edition.starts_at, edition.ends_at))}
          {edition.place && (
            <>
              <br />
              {edition.place}
            </>
          )}
        </Text>
        <Text size="sm" c="gray.7">
          Code des étiquettes : <strong>{edition.code}</strong>
        </Text>
      </Stack>
    </Paper>
  );
}
