import { Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { formatInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import type { components } from "@/lib/server/wire";
import { counted } from "@/lib/words";
import { Comparison } from "./Comparison";

type Summary = components["schemas"]["RegisterSummary"];

/** A closed till in full: what its slip (Z) says, on the screen. */
export function ClosingResult({ summary }: { readonly summary: Summary }) {
  const { session, closing, takings, refunds } = summary;
  const total = ({ cash, card, cheque }: Summary["takings"]) => cash + card + cheque;
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Stack gap={4}>
          <Figure name="Tenue par">{session.seller}</Figure>
          <Figure name="Ouverte">{formatInstant(session.opened_at)}</Figure>
          <Figure name="Fermée">
            {session.closed_at == null ? "non" : formatInstant(session.closed_at)}
          </Figure>
          <Figure name="Tickets">{summary.tickets}</Figure>
          <Figure name="Articles passés">{summary.lines}</Figure>
          <Figure name="dont annulés">{summary.cancelled_lines}</Figure>
          <Figure name="dont en conflit">{summary.conflict_lines}</Figure>
        </Stack>
        <Stack gap={4}>
          <Figure name="Fond de caisse">{formatExactCents(session.opening_float_cents)}</Figure>
          <Figure name="Encaissé">{formatExactCents(total(takings))}</Figure>
          <Figure name="Rendu aux clients">{formatExactCents(total(refunds))}</Figure>
          <Figure name="Chèques">{summary.pieces.cheque}</Figure>
          <Figure name="Tickets de carte">{summary.pieces.card}</Figure>
        </Stack>
      </SimpleGrid>
      {closing != null && <Comparison expected={closing.expected} counted={closing.counted} />}
      {summary.comment && <Text>« {summary.comment} »</Text>}
      {closing != null && closing.unsent > 0 && (
        <Text c="bad.7" fw={600}>
          Fermée alors que {counted(closing.unsent, "ticket")} n’étai{closing.unsent > 1 ? "ent" : "t"} pas
          encore envoyé{closing.unsent > 1 ? "s" : ""}.
        </Text>
      )}
    </Stack>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text c="gray.7">{name}</Text>
      <Text fw={600} ta="right" className="figures">
        {children}
      </Text>
    </Group>
  );
}
