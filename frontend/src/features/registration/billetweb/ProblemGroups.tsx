import { Button, Group, List, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { IconCalendarPlus, IconDownload, IconNumbers } from "@tabler/icons-react";
import { useState } from "react";
import { save } from "@/lib/server/api";
import { counted, unbroken } from "@/lib/words";
import { StateBadge } from "@/ui/StateBadge";
import type { Preview, Problem, ProblemGroup, SlotProposal } from "./api";
import { errorRows } from "./error-rows";

/** Rows of a group before all of them are asked for. */
const FIRST = 3;

interface ProblemGroupsProps {
  readonly preview: Preview;
  readonly fileName: string;
  /** Opens the slot that a group needs. */
  readonly makeRoom: (slot: SlotProposal) => void;
  /** The slots that are all made by one tap, when there are several. */
  readonly makeAll: (() => void) | undefined;
  readonly renumbered: ReadonlySet<number>;
  /** Gives these rows the next free numbers, or leaves them those of the file. */
  readonly renumber: (lines: readonly number[], on: boolean) => void;
}

/** What is wrong with the file, by kind and cause: who is concerned, and what mends it here. */
export function ProblemGroups({
  preview,
  fileName,
  makeRoom,
  makeAll,
  renumbered,
  renumber,
}: ProblemGroupsProps) {
  const missing = preview.groups.filter(({ slot }) => slot && !slot.slot_id).length;
  const mend = (group: ProblemGroup, rows: readonly Problem[]) => {
    const { slot } = group;
    if (slot) {
      return (
        <Button
          variant="light"
          leftSection={<IconCalendarPlus size={18} aria-hidden />}
          onClick={() => makeRoom(slot)}
        >
          {slot.slot_id ? "Agrandir ce créneau" : "Créer ce créneau"}
        </Button>
      );
    }
    const lines = rows.filter(({ column }) => column === "Autorisation").map(({ line }) => line);
    if (group.code === "list_numbers_taken" && lines.length > 0) {
      return (
        <Button
          variant="light"
          leftSection={<IconNumbers size={18} aria-hidden />}
          onClick={() => renumber(lines, true)}
        >
          Donner les prochains numéros libres
        </Button>
      );
    }
    if (group.code === "list_numbers_replaced" && lines.some((line) => renumbered.has(line))) {
      return (
        <Button variant="default" onClick={() => renumber(lines, false)}>
          Revenir aux numéros du fichier
        </Button>
      );
    }
    return undefined;
  };
  return (
    <Stack component="section" gap="sm">
      <Group justify="space-between" gap="sm">
        <Title order={2}>{preview.blocked > 0 ? "À corriger" : "À regarder"}</Title>
        <Group gap="sm">
          {makeAll !== undefined && missing > 1 && (
            <Button
              variant="light"
              leftSection={<IconCalendarPlus size={18} aria-hidden />}
              onClick={makeAll}
            >
              Créer les {missing} créneaux manquants
            </Button>
          )}
          {preview.blocked > 0 && (
            <Button
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={() => save(new Blob([errorRows(preview)], { type: "text/csv" }), errorsName(fileName))}
            >
              Télécharger les lignes en erreur
            </Button>
          )}
        </Group>
      </Group>
      {preview.groups.map((group, place) => {
        const rows = preview.problems.filter((problem) => problem.group === place);
        return (
          <OneGroup
            key={`${group.code}-${group.title}-${group.blocking}`}
            group={group}
            rows={rows}
            action={mend(group, rows)}
          />
        );
      })}
    </Stack>
  );
}

function errorsName(fileName: string): string {
  return `${fileName.replace(/\.\w+$/, "")}-lignes-en-erreur.csv`;
}

interface OneGroupProps {
  readonly group: ProblemGroup;
  readonly rows: readonly Problem[];
  readonly action: React.ReactNode;
}

function OneGroup({ group, rows, action }: OneGroupProps) {
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST);
  // What all of them say is said once.
  const [first] = rows;
  const common =
    first !== undefined && rows.every(({ message }) => message === first.message)
      ? unbroken(first.message)
      : undefined;
  return (
    <Paper p="md" component="article" aria-label={group.title}>
      <Group justify="space-between" gap="sm" align="flex-start">
        <div style={{ flex: "1 1 300px" }}>
          <Group gap="xs">
            <StateBadge tone={group.blocking ? "bad" : "neutral"}>
              {group.blocking ? "Bloquant" : "À savoir"}
            </StateBadge>
            {group.rows > 0 && <Text className="figures">{counted(group.rows, "billet")}</Text>}
          </Group>
          <Title order={3} fz="lg" mt={4}>
            {group.title}
          </Title>
          {common !== undefined && <Text c="gray.7">{common}</Text>}
        </div>
        {action}
      </Group>
      {group.rows > 0 ? (
        <Rows title={group.title} rows={shown} told={common !== undefined} />
      ) : (
        common === undefined && (
          <List mt="xs">
            {shown.map(({ line, column, message }) => (
              <List.Item key={`${line}-${column}`}>{unbroken(message)}</List.Item>
            ))}
          </List>
        )
      )}
      {rows.length > FIRST && (
        <Button variant="subtle" mt={4} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? "Montrer moins" : `Voir les ${rows.length} lignes`}
        </Button>
      )}
    </Paper>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly Problem[];
  /** Whether what is wrong stands above the rows already. */
  readonly told: boolean;
}

function Rows({ title, rows, told }: RowsProps) {
  return (
    <Table.ScrollContainer minWidth={told ? 420 : 560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={`Lignes : ${title}`} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={64}>Ligne</Table.Th>
            <Table.Th>Personne</Table.Th>
            <Table.Th>Valeur</Table.Th>
            {!told && <Table.Th>Ce qui ne va pas</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ line, person, email, column, value, code, message }) => (
            <Table.Tr key={`${line}-${column}-${code}`}>
              <Table.Td className="figures">{line === 0 ? "–" : line}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                <Text fw={600}>{person || "Sans nom"}</Text>
                <Text size="sm" c="gray.7">
                  {email || "sans adresse"}
                </Text>
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {value || "vide"}
                <Text size="sm" c="gray.7">
                  {column}
                </Text>
              </Table.Td>
              {!told && <Table.Td>{unbroken(message)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
