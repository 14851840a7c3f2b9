import { Stack, Text } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { editionQuery, hasReached } from "@/domain/editions";
import { paths } from "@/lib/paths";
import { Figures } from "@/ui/Figures";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { everything, labelsQuery, paperQuery, type SlotLabels } from "./api";
import { MakeLabels } from "./MakeLabels";
import { Reprint } from "./Reprint";
import { SlotCard } from "./SlotCard";
import { paperWords } from "./wording";

/** Label sheets by deposit slot: to make, to print, printed; and single labels again. */
export function LabelsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/etiquettes" });
  const labels = useQuery(labelsQuery(editionId));
  const edition = useQuery(editionQuery(editionId));
  const open = edition.data !== undefined && !hasReached(edition.data, "closed");
  const slots = labels.data?.slots ?? [];
  const printable = slots.reduce((sum, slot) => sum + slot.printable, 0);
  return (
    <Page
      title="Étiquettes"
      lead={
        open || edition.data === undefined
          ? "Un fichier par créneau : récapitulatif, fiches de liste, étiquettes et coupons, prêts à imprimer."
          : "L’édition est clôturée : plus rien ne s’imprime, voici où en étaient les étiquettes."
      }
      action={
        open &&
        printable > 0 && (
          <MakeLabels
            edition={editionId}
            selection={everything}
            label="Tout préparer"
            file={labels.data?.file ?? null}
            due={slots.some((slot) => slot.none > 0)}
          />
        )
      }
    >
      <Loaded query={labels}>
        {({ slots: all }) =>
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
  const { data: paper } = useQuery({ ...paperQuery(edition), enabled: open });
  const paperOf = (id: string) => paper?.slots.find(({ slot_id }) => slot_id === id)?.paper;
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
      {paper !== undefined && paper.all.sheets > 0 && (
        <Text>Pour tout imprimer, en recto seul : {paperWords(paper.all)}</Text>
      )}
      {open && <Reprint edition={edition} slots={slots} />}
      {slots
        .filter((slot) => slot.lists.length > 0)
        .map((slot) => (
          <SlotCard
            key={slot.slot_id}
            edition={edition}
            slot={slot}
            paper={paperOf(slot.slot_id)}
            open={open}
          />
        ))}
    </Stack>
  );
}
