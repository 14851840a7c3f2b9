import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { Figures } from "@/ui/Figures";
import { LinkButton } from "@/ui/links";
import { WaitingMails } from "@/ui/notice/WaitingMails";
import type { ImportOutcome } from "./api";

interface ImportResultProps {
  readonly edition: string;
  readonly outcome: ImportOutcome;
  readonly again: () => void;
}

/** The third step: every row of the file is accounted for. */
export function ImportResult({ edition, outcome, again }: ImportResultProps) {
  const {
    registered,
    changed,
    renumbered,
    invited,
    noticed,
    already_registered,
    skipped,
    duplicates,
    left_out,
    rows,
  } = outcome;
  return (
    <Stack gap="lg">
      {outcome.unchanged ? (
        <Alert color="accent" icon={<IconInfoCircle aria-hidden />} title="Rien de nouveau dans ce fichier">
          Tout avait déjà été importé : aucune inscription n’a changé et aucun message n’est parti.
        </Alert>
      ) : (
        <Alert
          color="good"
          icon={<IconCircleCheck aria-hidden />}
          title={counted(registered, "inscription importée", "inscriptions importées")}
        >
          {counted(invited, "invitation part", "invitations partent")} par e-mail
          {noticed > 0 &&
            `, ${counted(noticed, "personne connue est prévenue", "personnes connues sont prévenues")}`}
          .{changed > 0 && ` ${counted(changed, "changement est fait", "changements sont faits")}.`}
          {renumbered > 0 &&
            ` ${counted(renumbered, "personne a reçu", "personnes ont reçu")} d’autres numéros de liste que ceux du fichier.`}
        </Alert>
      )}
      <WaitingMails />
      <Figures
        figures={[
          { label: "Lignes du fichier", value: rows },
          { label: "Déjà inscrits", value: already_registered },
          { label: "Non payés, annulés, en double", value: skipped + duplicates },
          {
            label: "Laissées de côté",
            value: left_out,
            detail: left_out > 0 ? "à corriger et réimporter" : undefined,
          },
        ]}
      />
      <Group>
        <LinkButton to={paths.registrations} params={{ editionId: edition }} size="lg">
          Voir les inscriptions
        </LinkButton>
        <Button variant="default" size="lg" onClick={again}>
          Importer un autre fichier
        </Button>
      </Group>
    </Stack>
  );
}
