import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { IconAlertTriangle, IconArrowLeft } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { LIST_TYPES } from "@/domain/lists";
import { formatInstant } from "@/lib/dates";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { Figures } from "@/ui/Figures";
import { StateBadge } from "@/ui/StateBadge";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { type ImportOutcome, importTickets, type Preview, type TariffUse } from "./api";
import classes from "./PreviewStep.module.css";
import { ProposedChanges } from "./ProposedChanges";

interface PreviewStepProps {
  readonly edition: string;
  readonly preview: Preview;
  readonly fileName: string;
  readonly back: () => void;
  readonly imported: (outcome: ImportOutcome) => void;
}

/** The second step: what the file holds, what its tariffs mean, what is wrong with which line. */
export function PreviewStep({ edition, preview, fileName, back, imported }: PreviewStepProps) {
  const queries = useQueryClient();
  const [tariffs, setTariffs] = useState<Record<string, TariffUse>>(() =>
    Object.fromEntries(preview.tariffs.map(({ text, list_type }) => [text, list_type ?? "standard"])),
  );
  const [skip, setSkip] = useState(false);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const blocking = preview.problems.filter((problem) => problem.blocking);
  const badLines = new Set(blocking.map((problem) => problem.line)).size;
  const importing = useAction({
    run: () =>
      importTickets(edition, { digest: preview.digest, tariffs, skip_invalid: skip, changes: [...ticked] }),
    done: async (outcome) => {
      await queries.invalidateQueries({ queryKey: keys.editions() });
      imported(outcome);
    },
    refusal: "here",
  });
  const ask = async () => {
    const agreed = await confirm({
      title: "Importer ces inscriptions",
      body: (
        <Text>
          {counted(preview.to_import, "inscription")} :{" "}
          {counted(preview.new, "personne nouvelle reçoit", "personnes nouvelles reçoivent")} une invitation
          par e-mail,{" "}
          {counted(preview.known, "personne connue est prévenue", "personnes connues sont prévenues")}.
          {ticked.size > 0 &&
            ` ${counted(ticked.size, "changement coché est fait", "changements cochés sont faits")}.`}
          {blocking.length > 0 &&
            ` ${counted(badLines, "ligne en erreur est laissée", "lignes en erreur sont laissées")} de côté.`}
        </Text>
      ),
      confirm: "Importer",
    });
    if (agreed) importing.mutate();
  };
  return (
    <Stack gap="lg">
      <Text>
        <strong>{fileName}</strong> : {counted(preview.rows, "ligne")}.
      </Text>
      <Figures
        figures={[
          {
            label: "À importer",
            value: preview.to_import,
            detail: `${preview.new} à inviter, ${preview.known} déjà connus`,
          },
          { label: "Déjà inscrits", value: preview.already_registered },
          { label: "Non payés ou annulés", value: preview.skipped },
          { label: "En double dans le fichier", value: preview.duplicates },
        ]}
      />
      {preview.tariffs.length > 0 && (
        <Paper p="lg" component="section">
          <Title order={2}>Les tarifs</Title>
          <Text c="gray.7" mb="md">
            Quel type de liste donne chaque tarif ? Vos choix sont gardés pour le prochain import.
          </Text>
          <Stack gap="md">
            {preview.tariffs.map(({ text, count }) => (
              <div key={text} className={classes.tariff}>
                <Text>
                  <strong>{text || "Sans nom"}</strong> · {counted(count, "billet")}
                </Text>
                <NativeSelect
                  aria-label={`Type de liste du tarif ${text}`}
                  size="md"
                  data={[
                    ...Object.entries(LIST_TYPES).map(([value, label]) => ({ value, label })),
                    { value: "ignore", label: "À ignorer" },
                  ]}
                  value={tariffs[text]}
                  onChange={(event) =>
                    setTariffs({ ...tariffs, [text]: event.currentTarget.value as TariffUse })
                  }
                />
              </div>
            ))}
          </Stack>
        </Paper>
      )}
      {preview.slots.length > 0 && <Slots slots={preview.slots} />}
      {preview.changes.length > 0 && (
        <ProposedChanges changes={preview.changes} ticked={ticked} tick={setTicked} />
      )}
      {preview.problems.length > 0 && <Problems problems={preview.problems} />}
      {blocking.length > 0 && (
        <Alert
          color="waiting"
          icon={<IconAlertTriangle aria-hidden />}
          title={`${counted(badLines, "ligne")} à corriger`}
        >
          <Stack gap="sm">
            <Text>
              Corrigez le fichier et recommencez, ou importez les lignes saines et laissez celles-là.
            </Text>
            <Checkbox
              checked={skip}
              onChange={(event) => setSkip(event.currentTarget.checked)}
              label="Laisser de côté les lignes en erreur"
            />
          </Stack>
        </Alert>
      )}
      {importing.isError && <ErrorState error={importing.error} />}
      <Group justify="space-between">
        <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={back}>
          Choisir un autre fichier
        </Button>
        <Button
          size="lg"
          disabled={preview.digest === "" || (blocking.length > 0 && !skip)}
          loading={importing.isPending}
          onClick={() => void ask()}
        >
          {doing(preview.to_import, ticked.size)}
        </Button>
      </Group>
    </Stack>
  );
}

/** The verb of the button, in numbers. */
function doing(registrations: number, changes: number): string {
  const others = counted(changes, "changement");
  if (registrations === 0) return changes === 0 ? "Terminer l’import" : `Faire ${others}`;
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

function Problems({ problems }: { readonly problems: Preview["problems"] }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        À regarder, ligne par ligne
      </Title>
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label="Problèmes du fichier" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Ligne</Table.Th>
              <Table.Th>Colonne</Table.Th>
              <Table.Th>Valeur</Table.Th>
              <Table.Th>Ce qui ne va pas</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.map(({ line, column, value, code, message, blocking }) => (
              <Table.Tr key={`${line}-${column}-${code}`}>
                <Table.Td className="figures">{line === 0 ? "–" : line}</Table.Td>
                <Table.Td>{column || "–"}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value || "–"}</Table.Td>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap" align="flex-start">
                    <StateBadge tone={blocking ? "bad" : "neutral"}>
                      {blocking ? "Bloquant" : "À savoir"}
                    </StateBadge>
                    <Text size="sm">{message}</Text>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
