import { Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconChecks } from "@tabler/icons-react";
import { keys } from "@/domain/keys";
import { formatSpan } from "@/lib/dates";
import { counted, sentence } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { StateBadge } from "@/ui/StateBadge";
import { useAction } from "@/ui/use-action";
import { markPrinted, ofSlot, type Paper as Sheets, type SlotLabels, unmarkPrinted } from "./api";
import { MakeLabels } from "./MakeLabels";
import { paperWords, slotCounts } from "./wording";

interface SlotCardProps {
  readonly edition: string;
  readonly slot: SlotLabels;
  /** The paper that its file takes, once it is counted. */
  readonly paper: Sheets | undefined;
  /** Whether anything can still be printed. */
  readonly open: boolean;
}

/** The labels of a deposit slot: made, printed, noted as printed. */
export function SlotCard({ edition, slot, paper, open }: SlotCardProps) {
  const words = formatSpan(slot.starts_at, slot.ends_at);
  return (
    <Paper p="lg" component="section" aria-label={words}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} fz="lg">
            {sentence(words)}
          </Title>
          <SlotState slot={slot} open={open} />
        </Group>
        <div>
          <Text c="gray.7">{slotCounts(slot).join(" · ")}</Text>
          {open && paper !== undefined && <Text c="gray.7">{paperWords(paper)}</Text>}
        </div>
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
                  file={slot.file ?? null}
                  due={slot.none > 0}
                />
                <Printed edition={edition} slot={slot} words={words} />
              </Group>
            )}
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface PrintedProps {
  readonly edition: string;
  readonly slot: SlotLabels;
  readonly words: string;
}

/** Notes that the slot's labels are on paper, and takes it back. */
function Printed({ edition, slot, words }: PrintedProps) {
  const refreshes = [keys.edition(edition)];
  const marking = useAction({
    run: () => markPrinted(edition, ofSlot(slot.slot_id)),
    done: ({ marked }) => `${counted(marked, "liste notée imprimée", "listes notées imprimées")}.`,
    refreshes,
  });
  const taking = useAction({
    run: () => unmarkPrinted(edition, ofSlot(slot.slot_id)),
    done: `Le ${words} est de nouveau à imprimer.`,
    refreshes,
  });
  const ask = async () => {
    const body = `${counted(slot.generated, "liste passe", "listes passent")} à « imprimée » pour le ${words}. Vous pourrez revenir en arrière et toujours réimprimer.`;
    if (await confirm({ title: "Noter comme imprimées", body, confirm: "Noter comme imprimées" }))
      marking.mutate();
  };
  const askBack = async () => {
    const body = `${counted(slot.printed, "liste notée imprimée redevient", "listes notées imprimées redeviennent")} « à imprimer » pour le ${words}. Les fichiers et les codes ne changent pas.`;
    const title = "Remettre à imprimer";
    if (await confirm({ title, body, confirm: title })) taking.mutate();
  };
  return (
    <>
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
      {slot.printed > 0 && (
        <Button
          variant="subtle"
          leftSection={<IconArrowBackUp size={18} aria-hidden />}
          loading={taking.isPending}
          onClick={() => void askBack()}
        >
          Remettre à imprimer
        </Button>
      )}
    </>
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
