import { Button, Drawer, Group, Paper, Stack, Text } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useState } from "react";
import { METHOD_NAMES } from "@/domain/payments";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { useTill, useTillState } from "@/features/sale/till/till-context";
import type { Message } from "@/features/sale/till/wording";
import { formatHour } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { hasRole, useIdentity } from "@/lib/server/session";
import { sentence } from "@/lib/words";
import { readScan } from "@/offline/scan/scan";
import type { LedgerEntry } from "@/offline/ticket/ledger";
import { givenBack } from "@/offline/ticket/takings";
import { paidOf, type TicketLine, totalOf } from "@/offline/ticket/ticket";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState } from "@/ui/states";
import { CancelDialog } from "./CancelDialog";
import { backInWords } from "./cancellation";
import { isCancellable, isGone, isLate, ticketName, ticketsWith } from "./tickets";

const STATES = {
  sending: { label: "En cours d’envoi", tone: "accent" },
  waiting: { label: "En attente du réseau", tone: "waiting" },
  recorded: { label: "Enregistré", tone: "good" },
  quarantined: { label: "Mis à part", tone: "bad" },
} as const;

/** So many at first: a day has hundreds. */
const SHOWN = 40;
/** Articles of a ticket that are named before the rest is counted. */
const NAMED = 4;

interface TicketsDrawerProps {
  readonly onClose: () => void;
  readonly onCancelled: (message: Message) => void;
}

/** The tickets of this session, last one first; a mistake is taken back here. */
export function TicketsDrawer({ onClose, onCancelled }: TicketsDrawerProps) {
  const { till } = useTill();
  const { ledger } = useTillState();
  const [cancelling, setCancelling] = useState<LedgerEntry>();
  const [wanted, setWanted] = useState<string>();
  const [shown, setShown] = useState(SHOWN);

  useScans((text) => {
    const read = readScan(text, till.session().editionCode);
    const code = read.kind === "label" || read.kind === "code" ? read.code : text;
    setWanted(code);
    if (ticketsWith(ledger, code).length > 0) beepAccepted();
    else beepRefused();
  });

  const entries = wanted === undefined ? [...ledger].reverse() : ticketsWith(ledger, wanted);
  return (
    <Drawer
      opened
      onClose={onClose}
      closeOnEscape={cancelling === undefined}
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
        <Stack gap="sm">
          {wanted === undefined ? (
            <Text c="gray.7">Scannez un article pour trouver son ticket.</Text>
          ) : (
            <Group justify="space-between" wrap="nowrap">
              <Text role="status" fw={600} c={entries.length === 0 ? "bad.7" : "gray.8"}>
                {entries.length === 0
                  ? `${wanted} n’a pas été vendu à cette caisse.`
                  : `Ticket de ${till.article(wanted)?.description ?? wanted}`}
              </Text>
              <Button variant="default" onClick={() => setWanted(undefined)}>
                Tous les tickets
              </Button>
            </Group>
          )}
          <Stack gap="sm" role="list" aria-label="Tickets">
            {entries.slice(0, shown).map((entry) => (
              <TicketCard key={entry.ticket.ticket_id} entry={entry} onCancel={() => setCancelling(entry)} />
            ))}
          </Stack>
          {entries.length > shown && (
            <Button variant="default" onClick={() => setShown(shown + SHOWN)}>
              Tickets plus anciens
            </Button>
          )}
        </Stack>
      )}
      {cancelling !== undefined && (
        <CancelDialog
          entry={cancelling}
          code={wanted}
          onClose={() => setCancelling(undefined)}
          onCancelled={onCancelled}
        />
      )}
    </Drawer>
  );
}

interface TicketCardProps {
  readonly entry: LedgerEntry;
  readonly onCancel: () => void;
}

function TicketCard({ entry, onCancel }: TicketCardProps) {
  const { till } = useTill();
  const { ledger } = useTillState();
  const who = useIdentity();
  const { ticket, state } = entry;
  const gone = isGone(ledger, entry);
  const counter = ticket.cancels !== undefined;
  const alone = hasRole(who, "manager") || !isLate(ticket, till.serverNow());
  const nameOf = ({ code, price_cents }: TicketLine) =>
    `${till.article(code)?.description ?? code} ${formatCents(price_cents)}`;
  const isCancelled = (index: number) => !gone && entry.cancelledLines?.includes(index) === true;
  const left = ticket.lines.filter((_, index) => !isCancelled(index));
  const cancelled = ticket.lines.filter((_, index) => isCancelled(index));
  const back = givenBack(entry);
  const names = left.map(nameOf);
  const more = names.length - NAMED;
  return (
    <Paper role="listitem" p="sm">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={650} td={gone ? "line-through" : undefined}>
          {counter ? "Annulation" : sentence(ticketName(entry))}
          {" · "}
          {formatHour(ticket.sold_at)}
        </Text>
        <Text fw={700} size="lg" td={gone ? "line-through" : undefined}>
          {formatExactCents(counter ? paidOf(ticket.payments) : totalOf(left))}
        </Text>
      </Group>
      {names.length > 0 && (
        <Text size="sm">
          {names.slice(0, more === 1 ? names.length : NAMED).join(", ")}
          {more > 1 && ` et ${more} autres`}
        </Text>
      )}
      {cancelled.length > 0 && (
        <Text size="sm">
          Annulé : <s>{cancelled.map(nameOf).join(", ")}</s>
        </Text>
      )}
      <Text size="sm" c="gray.7">
        {ticket.payments
          .map(({ method, amount_cents }) => `${METHOD_NAMES[method]} ${formatExactCents(amount_cents)}`)
          .join(" + ")}
        {back.length > 0 && `, rendu ${backInWords(back, ticket.payments)}`}
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
        {isCancellable(ledger, entry) && (
          <Button variant="default" onClick={onCancel}>
            {alone ? "Annuler…" : "Demander à un gestionnaire…"}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
