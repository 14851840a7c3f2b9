import { Button, Drawer, Group, Paper, Stack, Text } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useState } from "react";
import { formatDate } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { isCountered, type Ledger, type LedgerEntry } from "@/offline/ledger";
import { totalOf } from "@/offline/ticket";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState } from "@/ui/states";
import { CancelDialog } from "./CancelDialog";
import { useTillState } from "./till-context";
import { METHOD_NAMES } from "./wording";

const STATES = {
  sending: { label: "En cours d’envoi", tone: "accent" },
  waiting: { label: "En attente du réseau", tone: "waiting" },
  recorded: { label: "Enregistré", tone: "good" },
  quarantined: { label: "Mis à part", tone: "bad" },
} as const;

/** The tickets of this session, last one first; a mistake is taken back here. */
export function TicketsDrawer({ onClose }: { readonly onClose: () => void }) {
  const { ledger } = useTillState();
  const [cancelling, setCancelling] = useState<LedgerEntry>();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title="Tickets de cette caisse"
      returnFocus={false}
    >
      {ledger.length === 0 ? (
        <EmptyState icon={IconReceipt} title="Aucun ticket pour le moment">
          Les tickets payés apparaîtront ici, le dernier en haut.
        </EmptyState>
      ) : (
        <Stack gap="sm" role="list" aria-label="Tickets">
          {[...ledger].reverse().map((entry) => (
            <TicketCard
              key={entry.ticket.ticket_id}
              entry={entry}
              ledger={ledger}
              onCancel={() => setCancelling(entry)}
            />
          ))}
        </Stack>
      )}
      {cancelling !== undefined && (
        <CancelDialog entry={cancelling} onClose={() => setCancelling(undefined)} />
      )}
    </Drawer>
  );
}

interface TicketCardProps {
  readonly entry: LedgerEntry;
  readonly ledger: Ledger;
  readonly onCancel: () => void;
}

function TicketCard({ entry, ledger, onCancel }: TicketCardProps) {
  const { ticket, state } = entry;
  const gone = entry.cancelled !== undefined || isCountered(ledger, ticket.ticket_id);
  const counter = ticket.cancels !== undefined;
  const cancellable = !gone && !counter && (state === "waiting" || state === "recorded");
  return (
    <Paper role="listitem" p="sm">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={650} td={gone ? "line-through" : undefined}>
          {counter
            ? "Annulation"
            : entry.number === undefined
              ? `Vente ${ticket.sequence}`
              : `Ticket n° ${entry.number}`}
          {" · "}
          {formatDate(ticket.sold_at, "time")}
        </Text>
        <Text fw={700} size="lg" td={gone ? "line-through" : undefined}>
          {formatExactCents(
            counter ? ticket.payments.reduce((sum, one) => sum + one.amount_cents, 0) : totalOf(ticket.lines),
          )}
        </Text>
      </Group>
      <Text size="sm" c="gray.7">
        {ticket.lines.length > 0 && `${ticket.lines.length} article${ticket.lines.length > 1 ? "s" : ""} · `}
        {ticket.payments.map((payment) => METHOD_NAMES[payment.method]).join(" + ")}
      </Text>
      <Group justify="space-between" mt="xs">
        <Group gap="xs">
          <StateBadge tone={STATES[state].tone}>{STATES[state].label}</StateBadge>
          {gone && <StateBadge tone="neutral">Annulé</StateBadge>}
          {(entry.cancelledLines?.length ?? 0) > 0 && (
            <StateBadge tone="neutral">Annulé en partie</StateBadge>
          )}
          {entry.conflicts !== undefined && <StateBadge tone="bad">Déjà vendu ailleurs</StateBadge>}
        </Group>
        {cancellable && (
          <Button size="sm" variant="default" onClick={onCancel}>
            Annuler…
          </Button>
        )}
      </Group>
    </Paper>
  );
}
