import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCalendarPlus,
  IconCircleCheck,
  IconClock,
  IconHourglass,
  IconLuggage,
  IconPlus,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ComponentType, CSSProperties, ReactNode } from "react";
import { hasReached } from "@/domain/editions";
import { type ListSummary, type Registration, refreshList } from "@/domain/lists";
import { daysUntil, formatDate, formatHours, formatInstant, formatSpan } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { save } from "@/lib/server/api";
import type { Tone } from "@/lib/words";
import { EditionBadge } from "@/ui/EditionBadge";
import { LinkButton } from "@/ui/links";
import { TrainingBand } from "@/ui/notice/TrainingBand";
import { ReturnBox } from "@/ui/returns/ReturnBox";
import { StateBadge } from "@/ui/StateBadge";
import { useAction } from "@/ui/use-action";
import { createList } from "./api";
import { calendarFile } from "./calendar";
import { ListProgress } from "./ListProgress";

interface RegistrationCardProps {
  readonly registration: Registration;
  readonly lists: readonly ListSummary[];
}

/** Everything a depositor needs to know of one edition. */
export function RegistrationCard({ registration, lists }: RegistrationCardProps) {
  const { edition, slot, declaration_deadline: deadline, return_hours: back } = registration;
  const declaring = !hasReached(edition, "deposit") && (!deadline || daysUntil(deadline) >= 0);
  const selling = hasReached(edition, "sale");
  const finished =
    lists.length >= registration.numbers.length &&
    lists.length > 0 &&
    lists.every((list) => list.state !== "draft");
  const addToCalendar = () => {
    const title = `Dépôt : ${edition.name}`;
    const file = calendarFile(
      { ...slot, id: registration.id, title, place: edition.place ?? null },
      new Date(),
    );
    save(new Blob([file], { type: "text/calendar" }), `depot-${edition.code}.ics`);
  };
  return (
    <Paper p={{ base: "md", sm: "lg" }} component="section" aria-label={edition.name}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Title order={2}>{edition.name}</Title>
          <EditionBadge status={edition.status} />
        </Group>
        {edition.is_training && <TrainingBand edition={edition.name} />}
        {edition.description && <Text style={{ whiteSpace: "pre-line" }}>{edition.description}</Text>}
        {!selling && (
          <Stack gap="sm">
            <Fact icon={IconClock} label="Votre créneau de dépôt">
              {`${formatSpan(slot.starts_at, slot.ends_at)}${edition.place ? `, ${edition.place}` : ""}`}
            </Fact>
            {finished && (
              <Fact icon={IconCircleCheck} label="Vos listes">
                {lists.length > 1
                  ? "Toutes validées : plus rien à faire ici avant le dépôt"
                  : "Validée : plus rien à faire ici avant le dépôt"}
              </Fact>
            )}
            {deadline && !finished && (
              <Fact icon={IconHourglass} label="Vos listes sont à valider jusqu’au">
                <Group gap="xs" component="span">
                  <span>{formatInstant(deadline)}</span>
                  <DeadlineBadge deadline={deadline} />
                </Group>
              </Fact>
            )}
            <Fact icon={IconLuggage} label="À apporter">
              vos articles propres et repassés, un sac pour les invendus et une enveloppe timbrée à votre
              adresse
            </Fact>
          </Stack>
        )}
        {back && !selling && (
          <Fact icon={IconArrowBackUp} label="Restitution de vos invendus">
            {`${formatDate(back.day, "weekday")}, ${formatHours(back)}`}
          </Fact>
        )}
        {(edition.status === "sale" || edition.status === "settlement") && (
          <ReturnBox editionId={edition.id} types={[registration.list_type]} />
        )}
        <Stack gap="xs">
          {lists.map((list) => (
            <ListProgress key={list.id} list={list} />
          ))}
          {declaring && lists.length < registration.numbers.length && (
            <NewListButton
              editionId={edition.id}
              first={lists.length === 0}
              number={registration.numbers.find((one) => lists.every(({ number }) => number !== one))}
            />
          )}
        </Stack>
        <Group gap="sm">
          {selling && (
            <LinkButton to={paths.mySales} params={{ editionId: edition.id }}>
              Voir mes ventes
            </LinkButton>
          )}
          {!selling && (
            <Button
              variant="subtle"
              leftSection={<IconCalendarPlus size={18} aria-hidden />}
              onClick={addToCalendar}
              px="xs"
            >
              Ajouter à mon agenda
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

interface FactProps {
  readonly icon: ComponentType<{ size?: number; color?: string; style?: CSSProperties }>;
  readonly label: string;
  readonly children: ReactNode;
}

function Fact({ icon: Icon, label, children }: FactProps) {
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm">
      <Icon size={22} color="var(--mantine-color-accent-6)" style={{ flex: "none" }} aria-hidden />
      <div>
        <Text size="sm" c="gray.7">
          {label}
        </Text>
        <Text component="div" fw={500}>
          {children}
        </Text>
      </div>
    </Group>
  );
}

/** Orange from three days, red after. */
function DeadlineBadge({ deadline }: { readonly deadline: string }) {
  const days = daysUntil(deadline);
  const tone: Tone = days < 0 ? "bad" : days <= 3 ? "waiting" : "good";
  const words =
    days < 0 ? "Date passée" : days === 0 ? "Aujourd’hui" : days === 1 ? "Demain" : `Encore ${days} jours`;
  return <StateBadge tone={tone}>{words}</StateBadge>;
}

interface NewListButtonProps {
  readonly editionId: string;
  readonly first: boolean;
  /** The next one of the person's numbers. */
  readonly number: number | undefined;
}

function NewListButton({ editionId, first, number }: NewListButtonProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const creation = useAction({
    run: () => createList(editionId),
    done: async (list) => {
      await refreshList(queries, list.id);
      await navigate({ to: paths.list, params: { listId: list.id } });
    },
  });
  return (
    <Button
      variant={first ? "filled" : "light"}
      size="lg"
      leftSection={<IconPlus size={20} aria-hidden />}
      loading={creation.isPending}
      onClick={() => creation.mutate()}
    >
      {first ? "Commencer ma première liste" : `Commencer la liste ${number ?? "suivante"}`}
    </Button>
  );
}
