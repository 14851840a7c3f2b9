import { Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { IconChecks, IconTags } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { editionQuery, hasReached } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { formatSpan } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { counted, sentence } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { Figures } from "@/ui/Figures";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { everything, labelsQuery, markPrinted, ofSlot, type SlotLabels } from "./api";
import { MakeLabels } from "./MakeLabels";
import { slotCounts } from "./wording";

/** Label sheets by deposit slot: to make, to print, printed. */
export function LabelsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/etiquettes" });
  const slots = useQuery(labelsQuery(editionId));
  const edition = useQuery(editionQuery(editionId));
  const open = edition.data !== undefined && !hasReached(edition.data, "closed");
  const printable = slots.data?.reduce((sum, slot) => sum + slot.printable, 0) ?? 0;
  return (
    <Page
      title="Étiquettes"
      lead={
        open || edition.data === undefined
          ? "Un fichier par créneau : récapitulatif, fiches de liste et étiquettes, prêts à imprimer."
          : "L’édition est clôturée : plus rien ne s’imprime, voici où en étaient les étiquettes."
      }
      action={
        open &&
        printable > 0 && <MakeLabels edition={editionId} selection={everything} label="Tout préparer" />
      }
    >
      <Loaded query={slots}>
        {(all) =>
          all.every((slot) => slot.lists.length === 0) ? (
            <EmptyState
              icon={IconTags}
              title="Aucune liste pour le moment"
              action={
                <LinkButton to={paths.registrations} params={{ editionId }}>
                  Voir les inscriptions
                </LinkButton>
              }
            >
              Les étiquettes se préparent dès que les premières listes sont validées.
            </EmptyState>
          ) : (
            <Slots edition={editionId} slots={all} open={open} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface SlotsProps {
  readonly edition: string;
  readonly slots: readonly SlotLabels[];
  /** Whether anything can still be printed. */
  readonly open: boolean;
}

function Slots({ edition, slots, open }: SlotsProps) {
  const sum = (of: (slot: SlotLabels) => number) => slots.reduce((total, slot) => total + of(slot), 0);
  return (
    <Stack gap="lg">
      <Figures
        figures={[
          { label: "Listes validées", value: sum((slot) => slot.printable) },
          { label: open ? "À préparer" : "Jamais préparées", value: sum((slot) => slot.none) },
          {
            label: open ? "À imprimer" : "Préparées, pas notées imprimées",
            value: sum((slot) => slot.generated),
          },
          { label: "Imprimées", value: sum((slot) => slot.printed) },
        ]}
      />
      {slots
        .filter((slot) => slot.lists.length > 0)
        .map((slot) => (
          <SlotCard key={slot.slot_id} edition={edition} slot={slot} open={open} />
        ))}
    </Stack>
  );
}

interface SlotCardProps {
  readonly edition: string;
  readonly slot: SlotLabels;
  readonly open: boolean;
}

function SlotCard({ edition, slot, open }: SlotCardProps) {
  const words = formatSpan(slot.starts_at, slot.ends_at);
  const marking = useAction({
    run: () => markPrinted(edition, ofSlot(slot.slot_id)),
    done: ({ marked }) => `${counted(marked, "liste notée imprimée", "listes notées imprimées")}.`,
    refreshes: [keys.edition(edition)],
  });
  const ask = async () => {
    const body = `${counted(slot.generated, "liste passe", "listes passent")} à « imprimée » pour le ${words}. Vous pourrez toujours réimprimer.`;
    if (await confirm({ title: "Noter comme imprimées", body, confirm: "Noter comme imprimées" }))
      marking.mutate();
  };
  return (
    <Paper p="lg" component="section" aria-label={words}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} fz="lg">
            {sentence(words)}
          </Title>
          <SlotState slot={slot} open={open} />
        </Group>
        <Text c="gray.7">{slotCounts(slot).join(" · ")}</Text>
        {slot.printable > 0 && (
          <>
            <Progress.Root size="lg">
              <Progress.Section
                value={(100 * slot.printed) / slot.printable}
                color="good"
                aria-label={`${slot.printed} listes imprimées`}
              />
              <Progress.Section
                value={(100 * slot.generated) / slot.printable}
                color="accent"
                aria-label={`${slot.generated} listes à imprimer`}
              />
            </Progress.Root>
            {open && (
              <Group gap="sm">
                <MakeLabels
                  edition={edition}
                  selection={ofSlot(slot.slot_id)}
                  label={slot.none > 0 ? "Préparer les étiquettes" : "Préparer de nouveau"}
                  light={slot.none === 0}
                />
                {slot.generated > 0 && (
                  <Button
                    variant="default"
                    leftSection={<IconChecks size={18} aria-hidden />}
                    loading={marking.isPending}
                    onClick={() => void ask()}
                  >
                    Noter comme imprimées
                  </Button>
                )}
              </Group>
            )}
          </>
        )}
      </Stack>
    </Paper>
  );
}

function SlotState({ slot, open }: { readonly slot: SlotLabels; readonly open: boolean }) {
  if (slot.printable > 0 && !open && slot.printed < slot.printable)
    return <StateBadge tone="neutral">{`${slot.printed} imprimées sur ${slot.printable}`}</StateBadge>;
  if (slot.printable === 0) return <StateBadge tone="neutral">Rien à préparer</StateBadge>;
  if (slot.none > 0) return <StateBadge tone="waiting">{slot.none} à préparer</StateBadge>;
  if (slot.generated > 0) return <StateBadge tone="accent">{slot.generated} à imprimer</StateBadge>;
  return <StateBadge tone="good">Imprimées</StateBadge>;
}
