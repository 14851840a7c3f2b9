import { Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { IconCalendarPlus, IconClock, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { type Edition, editionQuery, isReadOnly, type Slot, slotsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { LIST_TYPES } from "@/domain/lists";
import { formatDate, formatHourSpan, localParts } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { counted, sentence } from "@/lib/words";
import { Figures } from "@/ui/Figures";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { addStandardSlots } from "./api";
import classes from "./SlotsPage.module.css";

const SlotDialog = lazy(() => import("./SlotDialog").then((module) => ({ default: module.SlotDialog })));

/** The deposit slots by day, with how full each one is. */
export function SlotsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/creneaux" });
  const edition = useQuery(editionQuery(editionId));
  const slots = useQuery(slotsQuery(editionId));
  const [edited, setEdited] = useState<{ readonly slot?: Slot } | undefined>();
  const writable = edition.data !== undefined && !isReadOnly(edition.data);
  return (
    <Page
      title="Créneaux de dépôt"
      lead="Quand les déposants apportent leurs articles, et combien à la fois."
      action={
        writable && (
          <Button leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={() => setEdited({})}>
            Nouveau créneau
          </Button>
        )
      }
    >
      <Loaded query={slots}>
        {(all) =>
          all.length === 0 ? (
            <Loaded query={edition}>{(found) => <NoSlots edition={found} />}</Loaded>
          ) : (
            <SlotsByDay slots={all} edit={writable ? (slot) => setEdited({ slot }) : undefined} />
          )
        }
      </Loaded>
      {edited !== undefined && edition.data !== undefined && (
        <Suspense>
          <SlotDialog edition={edition.data} {...edited} onClose={() => setEdited(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function NoSlots({ edition }: { readonly edition: Edition }) {
  const adding = useAction({
    run: () => addStandardSlots(edition.id, edition.deposit_days),
    done: "Les créneaux habituels sont ajoutés. Ajustez-les si besoin.",
    refreshes: [keys.editions()],
  });
  if (edition.deposit_days.length === 0) {
    return (
      <EmptyState
        icon={IconClock}
        title="Choisissez d’abord les jours de dépôt"
        action={
          <LinkButton to={paths.configuration} params={{ editionId: edition.id }}>
            Ouvrir la configuration
          </LinkButton>
        }
      >
        Les créneaux se créent ensuite en un clic, comme les années précédentes.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconClock}
      title="Aucun créneau"
      action={
        <Button size="lg" loading={adding.isPending} onClick={() => adding.mutate()}>
          Ajouter les créneaux habituels
        </Button>
      }
    >
      Pour {edition.deposit_days.map((day) => formatDate(day, "weekday")).join(", ")} : matin, adhérents,
      après-midi, famille et soirée des habitants. Vous pourrez tout modifier.
    </EmptyState>
  );
}

interface SlotsByDayProps {
  readonly slots: readonly Slot[];
  readonly edit: ((slot: Slot) => void) | undefined;
}

function SlotsByDay({ slots, edit }: SlotsByDayProps) {
  const ordered = slots.toSorted((one, other) => one.starts_at.localeCompare(other.starts_at));
  const dayOf = (slot: Slot) => localParts(slot.starts_at).day;
  const days = [...new Set(ordered.map(dayOf))];
  const capacity = slots.reduce((sum, slot) => sum + slot.capacity, 0);
  const taken = slots.reduce((sum, slot) => sum + slot.taken, 0);
  return (
    <Stack gap="lg">
      <Figures
        figures={[
          { label: "Créneaux", value: slots.length, detail: counted(days.length, "jour") },
          { label: "Places", value: capacity },
          { label: "Prises", value: taken },
          { label: "Libres", value: capacity - taken },
        ]}
      />
      {days.map((day) => (
        <section key={day} className={classes.day} aria-label={formatDate(day, "weekday")}>
          <Title order={2} fz="lg">
            {sentence(formatDate(day, "weekday"))}
          </Title>
          <Paper p={0}>
            <ul className={classes.slots}>
              {ordered
                .filter((slot) => dayOf(slot) === day)
                .map((slot) => (
                  <SlotRow key={slot.id} slot={slot} edit={edit} />
                ))}
            </ul>
          </Paper>
        </section>
      ))}
    </Stack>
  );
}

function SlotRow({ slot, edit }: { readonly slot: Slot; readonly edit: ((slot: Slot) => void) | undefined }) {
  const hours = formatHourSpan(slot.starts_at, slot.ends_at);
  const full = slot.left <= 0;
  return (
    <li className={classes.slot}>
      <Text fw={600} className="figures">
        {hours}
      </Text>
      <div className={classes.bar}>
        <Group justify="space-between" gap="xs" mb={4}>
          <Text size="sm">
            {slot.note || "Tous"}
            {slot.list_types.length > 0 && slot.list_types.length < 3 && (
              <Text span c="gray.7">
                {" "}
                · {slot.list_types.map((type) => LIST_TYPES[type]).join(", ")}
              </Text>
            )}
          </Text>
          <Group gap="xs">
            {slot.residents_only && <StateBadge tone="accent">Habitants</StateBadge>}
            <Text size="sm" className="figures" fw={600}>
              {slot.taken} / {slot.capacity}
            </Text>
          </Group>
        </Group>
        <Progress
          value={(100 * slot.taken) / slot.capacity}
          color={full ? "waiting" : "accent"}
          aria-label={`${slot.taken} places prises sur ${slot.capacity}`}
        />
      </div>
      {edit !== undefined && (
        <Button
          variant="subtle"
          px="xs"
          leftSection={<IconPencil size={18} aria-hidden />}
          aria-label={`Modifier le créneau de ${hours}`}
          onClick={() => edit(slot)}
        >
          Modifier
        </Button>
      )}
    </li>
  );
}
