import { Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconClipboardCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { editionQuery, hasReached } from "@/domain/editions";
import { formatHour, formatSpan } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { counted } from "@/lib/words";
import { Figures } from "@/ui/Figures";
import { LinkButton, TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import { type DeskProgress, type DeskView, progressQuery, type SlotProgress } from "./api";
import { clockWarning, deskState, pace } from "./wording";

/** The deposit as it goes: slots, desks, refusals, what is to be finished, and when it will be over. */
export function ProgressPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/depot" });
  const edition = useQuery(editionQuery(editionId));
  const depositing = edition.data !== undefined && hasReached(edition.data, "deposit");
  const progress = useQuery({ ...progressQuery(editionId), enabled: depositing });
  return (
    <Page
      title="Suivi du dépôt"
      lead="Mise à jour toutes les dix secondes."
      action={depositing && <LinkButton to={paths.desk}>Ouvrir une table</LinkButton>}
    >
      <Loaded query={edition}>
        {() =>
          depositing ? (
            <Loaded query={progress}>{(board) => <Board board={board} editionId={editionId} />}</Loaded>
          ) : (
            <EmptyState icon={IconClipboardCheck} title="Le dépôt n’est pas encore ouvert">
              L’avancement apparaîtra ici dès la première liste.
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}

interface BoardProps {
  readonly board: DeskProgress;
  readonly editionId: string;
}

function Board({ board, editionId }: BoardProps) {
  const { total } = board;
  return (
    <Stack gap="lg">
      <Figures
        figures={[
          {
            label: "Listes contrôlées",
            value: `${total.lists_reviewed} sur ${total.lists}`,
            detail: board.minutes_per_list == null ? undefined : pace(board.minutes_per_list),
          },
          {
            label: "Articles acceptés",
            value: total.accepted.toLocaleString("fr-FR"),
            detail: formatCents(total.accepted_cents),
          },
          { label: "Refusés", value: total.refused.toLocaleString("fr-FR") },
          { label: "Non apportés", value: total.not_brought.toLocaleString("fr-FR") },
          {
            label: "À contrôler",
            value: total.to_do.toLocaleString("fr-FR"),
            detail: board.forecast_end == null ? undefined : `fini vers ${formatHour(board.forecast_end)}`,
          },
        ]}
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Slots slots={board.slots} />
        <Desks desks={board.desks} />
      </SimpleGrid>
      {board.to_finish.length > 0 && <ToFinish board={board} editionId={editionId} />}
      {board.refusals.length > 0 && <Refusals board={board} />}
    </Stack>
  );
}

function Slots({ slots }: { readonly slots: readonly SlotProgress[] }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Par créneau
      </Title>
      {slots.length === 0 && <Text c="gray.7">Aucune liste n’est validée.</Text>}
      <Stack gap="md">
        {slots.map((slot) => {
          const name = formatSpan(slot.starts_at, slot.ends_at);
          return (
            <div key={`${slot.starts_at}${slot.ends_at}`}>
              <Group justify="space-between" gap="xs">
                <Text fw={600}>{name}</Text>
                <Text className="figures">
                  {slot.lists_reviewed} sur {counted(slot.lists, "liste")}
                </Text>
              </Group>
              <Progress
                my={4}
                value={slot.lists === 0 ? 0 : (100 * slot.lists_reviewed) / slot.lists}
                aria-label={`Listes contrôlées, ${name}`}
              />
              <Text size="sm" c="gray.7">
                {counted(slot.accepted, "accepté")}, {counted(slot.refused, "refusé")},{" "}
                {counted(slot.not_brought, "non apporté", "non apportés")}, {slot.to_do} à contrôler
              </Text>
            </div>
          );
        })}
      </Stack>
    </Paper>
  );
}

function Desks({ desks }: { readonly desks: readonly DeskView[] }) {
  const now = Date.now();
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Tables
      </Title>
      {desks.length === 0 && <Text c="gray.7">Aucune table n’a encore été ouverte.</Text>}
      <Stack gap="sm">
        {desks.map((desk) => {
          const { words, tone } = deskState(desk, now);
          const clock = clockWarning(desk);
          const people = [desk.opened_by, ...desk.volunteers].join(", ");
          return (
            <Group key={desk.id} justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
              <div>
                <Text fw={600}>
                  {desk.desk_number == null ? "Téléphone" : `Table ${desk.desk_number}`} · {people}
                </Text>
                <Text size="sm" c="gray.7">
                  {desk.open_list_number != null && `liste ${desk.open_list_number}, `}
                  {desk.heard_at == null
                    ? `ouverte à ${formatHour(desk.opened_at)}`
                    : `vue à ${formatHour(desk.heard_at)}`}
                </Text>
                {clock !== undefined && (
                  <Text size="sm" c="red.9">
                    {clock}
                  </Text>
                )}
              </div>
              <StateBadge tone={tone}>{words}</StateBadge>
            </Group>
          );
        })}
      </Stack>
    </Paper>
  );
}

function ToFinish({ board, editionId }: BoardProps) {
  const manages = hasRole(useIdentity(), "manager");
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Listes à terminer
      </Title>
      <Stack gap={4}>
        {board.to_finish.map((list) => (
          <Text key={list.id}>
            {manages ? (
              <TextLink to={paths.editionList} params={{ editionId, listId: list.id }}>
                {`Liste ${list.number}`}
              </TextLink>
            ) : (
              `Liste ${list.number}`
            )}{" "}
            · {list.depositor}, commencée à {formatHour(list.started_at)}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}

function Refusals({ board }: { readonly board: DeskProgress }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Motifs de refus
      </Title>
      <Stack gap={4}>
        {board.refusals.map(({ reason, label, count }) => (
          <Group key={reason ?? label} justify="space-between" gap="xs">
            <Text>{label}</Text>
            <Text className="figures">{counted(count, "article")}</Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
