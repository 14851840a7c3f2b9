import { Button, Paper, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { LIST_TYPES } from "@/domain/lists";
import { formatInstant } from "@/lib/dates";
import { counted, rangesInWords } from "@/lib/words";
import { StateBadge } from "@/ui/StateBadge";
import type { Preview } from "./api";

/** Rows that a glance takes in. */
const FIRST = 5;

interface PlannedPeopleProps {
  readonly people: Preview["people"];
  /** Whether others of the file are registered already: then these are the new ones. */
  readonly others: boolean;
}

/** Those who would be imported, as the program understood their rows: a glance tells whether names and columns fit. */
export function PlannedPeople({ people, others }: PlannedPeopleProps) {
  const [all, setAll] = useState(false);
  const shown = all ? people : people.slice(0, FIRST);
  return (
    <Paper p="lg" component="section">
      <Title order={2}>{others ? "Les nouvelles inscriptions" : "Les inscriptions à importer"}</Title>
      <Text c="gray.7" mb="sm">
        Telles que le fichier a été compris : vérifiez les noms, les adresses et les créneaux des premières
        lignes.
      </Text>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label="Inscriptions à importer" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Ligne</Table.Th>
              <Table.Th>Nom</Table.Th>
              <Table.Th>Créneau</Table.Th>
              <Table.Th>Type</Table.Th>
              <Table.Th>Listes</Table.Th>
              <Table.Th>Compte</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ line, person, email, starts_at, list_type, numbers, known }) => (
              <Table.Tr key={line}>
                <Table.Td className="figures">{line}</Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  <Text fw={600}>{person}</Text>
                  <Text size="sm" c="gray.7">
                    {email}
                  </Text>
                </Table.Td>
                <Table.Td>{starts_at ? formatInstant(starts_at) : "–"}</Table.Td>
                <Table.Td>{LIST_TYPES[list_type]}</Table.Td>
                <Table.Td className="figures">{rangesInWords(numbers)}</Table.Td>
                <Table.Td>
                  <StateBadge tone={known ? "neutral" : "accent"}>{known ? "Connu" : "À inviter"}</StateBadge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {people.length > FIRST && (
        <Button variant="subtle" mt="xs" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? "Montrer moins" : `Voir les ${counted(people.length, "inscription")}`}
        </Button>
      )}
    </Paper>
  );
}
