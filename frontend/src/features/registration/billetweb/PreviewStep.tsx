import { Alert, Button, Checkbox, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconInfoCircle } from "@tabler/icons-react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { type Edition, slotsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { departureWords } from "@/domain/mail/standing";
import { createSlot } from "@/features/edition/slots/api";
import { formatInstant, formatSpan } from "@/lib/dates";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { Figures } from "@/ui/Figures";
import { StateBadge } from "@/ui/StateBadge";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import {
  type ImportOutcome,
  importTickets,
  type Preview,
  previewQuery,
  type SlotProposal,
  type TariffUse,
} from "./api";
import { PlannedPeople } from "./PlannedPeople";
import classes from "./PreviewStep.module.css";
import { ProblemGroups } from "./ProblemGroups";
import { ProposedChanges } from "./ProposedChanges";
import { Tariffs } from "./Tariffs";

const SlotDialog = lazy(() =>
  import("@/features/edition/slots/SlotDialog").then((module) => ({ default: module.SlotDialog })),
);

interface PreviewStepProps {
  readonly edition: Edition;
  readonly first: Preview;
  readonly fileName: string;
  readonly back: () => void;
  readonly imported: (outcome: ImportOutcome) => void;
}

/** The second step: who would come in, what the tariffs mean, what is wrong and what mends it without leaving the page. */
export function PreviewStep({ edition, first, fileName, back, imported }: PreviewStepProps) {
  const queries = useQueryClient();
  const slots = useQuery(slotsQuery(edition.id));
  const [tariffs, setTariffs] = useState<Record<string, TariffUse>>({});
  const [renumbered, setRenumbered] = useState<ReadonlySet<number>>(new Set());
  const [skip, setSkip] = useState(false);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [room, setRoom] = useState<SlotProposal>();
  // A file that cannot be read is not kept: there is nothing to look at again.
  const readable = first.rows > 0;
  const looking = useQuery({
    ...previewQuery(edition.id, { digest: first.digest, tariffs, renumber: [...renumbered] }),
    enabled: readable,
    placeholderData: keepPreviousData,
    ...(Object.keys(tariffs).length + renumbered.size === 0 && { initialData: first }),
  });
  const preview = looking.data ?? first;
  const wanted = [...ticked].filter((id) => preview.changes.some((change) => change.id === id));
  const importing = useAction({
    run: () =>
      importTickets(edition.id, {
        digest: preview.digest,
        tariffs: Object.fromEntries(
          preview.tariffs.map(({ text, list_type }) => [text, list_type ?? "standard"]),
        ),
        skip_invalid: preview.blocked > 0 && skip,
        changes: wanted,
        renumber: [...renumbered],
      }),
    done: async (outcome) => {
      imported(outcome);
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.editions() }),
        queries.invalidateQueries({ queryKey: keys.mails() }),
      ]);
    },
    refusal: "here",
  });
  const missing = preview.groups.flatMap(({ slot }) => (slot && !slot.slot_id ? [slot] : []));
  const making = useAction({
    run: async () => {
      for (const { slot_id: _, ...slot } of missing) await createSlot(edition.id, { ...slot, note: "" });
    },
    done: () => `${counted(missing.length, "créneau est créé", "créneaux sont créés")}.`,
    refreshes: [keys.edition(edition.id)],
  });
  const makeAll = async () => {
    const body = missing
      .map((slot) => `${formatSpan(slot.starts_at, slot.ends_at)}, ${counted(slot.capacity, "place")}`)
      .join(" ; ");
    const title = `Créer ${counted(missing.length, "créneau", "créneaux")}`;
    if (await confirm({ title, body: `${body}.`, confirm: "Créer" })) making.mutate();
  };
  const ask = async () => {
    if (
      await confirm({
        title: "Importer ces inscriptions",
        body: deedWords(preview, wanted.length),
        confirm: "Importer",
      })
    )
      importing.mutate();
  };
  const nothingNew = readable && preview.to_import + preview.blocked === 0 && preview.changes.length === 0;
  const something = preview.to_import + wanted.length > 0;
  const held = preview.blocked > 0 && !skip;
  return (
    <Stack gap="lg">
      <Group justify="space-between" gap="sm">
        <Text>
          <strong>{fileName}</strong> : {counted(preview.rows, "ligne")}
          {preview.rows > 0 && ", chacune comptée une fois"}.
        </Text>
        <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={back}>
          Choisir un autre fichier
        </Button>
      </Group>
      <Figures
        figures={[
          {
            label: "À importer",
            value: preview.to_import,
            detail: `${preview.new} à inviter, ${preview.known} ${preview.known > 1 ? "connus" : "connu"}`,
          },
          { label: "À corriger", value: preview.blocked },
          { label: "Déjà inscrits", value: preview.already_registered },
          { label: "Non payés ou annulés", value: preview.skipped },
          { label: "En double dans le fichier", value: preview.duplicates },
        ]}
      />
      {nothingNew && (
        <Alert color="accent" icon={<IconInfoCircle aria-hidden />} title="Rien de nouveau dans ce fichier">
          Toutes ses inscriptions sont déjà là et rien n’a changé : il n’y a rien à importer.
        </Alert>
      )}
      {preview.groups.length > 0 && (
        <ProblemGroups
          preview={preview}
          fileName={fileName}
          makeRoom={setRoom}
          makeAll={making.isPending ? undefined : () => void makeAll()}
          renumbered={renumbered}
          renumber={(lines, on) => {
            const kept = [...renumbered].filter((line) => !lines.includes(line));
            setRenumbered(new Set(on ? [...kept, ...lines] : kept));
          }}
        />
      )}
      {preview.people.length > 0 && (
        <PlannedPeople people={preview.people} others={preview.already_registered > 0} />
      )}
      {preview.changes.length > 0 && (
        <ProposedChanges changes={preview.changes} ticked={ticked} tick={setTicked} />
      )}
      {preview.tariffs.length > 0 && !nothingNew && (
        <Tariffs
          tariffs={preview.tariffs}
          choose={(tariff, meaning) => setTariffs({ ...tariffs, [tariff]: meaning })}
        />
      )}
      {preview.slots.length > 0 && <Slots slots={preview.slots} />}
      {looking.isError && <ErrorState error={looking.error} retry={() => void looking.refetch()} />}
      {importing.isError && <ErrorState error={importing.error} />}
      {something && (
        <div className={classes.foot}>
          <Stack gap={6}>
            {preview.mails?.all_out_at && (
              <Text size="sm" c="gray.7">
                {counted(preview.mails.more, "message")}
                {preview.mails.waiting > 0 &&
                  `, derrière ${counted(preview.mails.waiting, "qui attend", "qui attendent")}`}{" "}
                : {departureWords(preview.mails.all_out_at)}.
              </Text>
            )}
            {preview.blocked > 0 && (
              <Checkbox
                checked={skip}
                onChange={(event) => setSkip(event.currentTarget.checked)}
                label={`Laisser de côté ${counted(preview.blocked, "ligne à corriger", "lignes à corriger")}`}
              />
            )}
            <Button
              size="lg"
              disabled={held || looking.isFetching}
              loading={importing.isPending}
              onClick={() => void ask()}
            >
              {doing(preview.to_import, wanted.length)}
            </Button>
          </Stack>
        </div>
      )}
      <Suspense>
        {room !== undefined && (
          <SlotDialog
            edition={edition}
            slot={slots.data?.find(({ id }) => id === room.slot_id)}
            proposed={room}
            onClose={() => setRoom(undefined)}
          />
        )}
      </Suspense>
    </Stack>
  );
}

/** What importing does, in numbers. */
function deedWords(preview: Preview, changes: number): string {
  return [
    `${counted(preview.to_import, "inscription")} : ${counted(preview.new, "personne nouvelle reçoit", "personnes nouvelles reçoivent")} une invitation par e-mail${preview.known > 0 ? `, ${counted(preview.known, "personne connue est prévenue", "personnes connues sont prévenues")}` : ""}.`,
    ...(changes > 0
      ? [`${counted(changes, "changement coché est fait", "changements cochés sont faits")}.`]
      : []),
    ...(preview.blocked > 0
      ? [
          `${counted(preview.blocked, "ligne à corriger est laissée", "lignes à corriger sont laissées")} de côté.`,
        ]
      : []),
  ].join(" ");
}

/** The verb of the button, in numbers. */
function doing(registrations: number, changes: number): string {
  const others = counted(changes, "changement");
  if (registrations === 0) return `Faire ${others}`;
  return `Importer ${counted(registrations, "inscription")}${changes > 0 ? ` et faire ${others}` : ""}`;
}

function Slots({ slots }: { readonly slots: Preview["slots"] }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Les créneaux demandés
      </Title>
      <Stack gap={6}>
        {slots.map(({ starts_at, count, left }) => (
          <Group key={starts_at} justify="space-between" gap="xs">
            <Text>{formatInstant(starts_at)}</Text>
            <Group gap="xs">
              <Text className="figures" c="gray.7">
                {counted(count, "demande")} pour {counted(left, "place libre", "places libres")}
              </Text>
              {count > left && <StateBadge tone="bad">Trop plein</StateBadge>}
            </Group>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}
