import { Button, Checkbox, Group, Modal, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { formatCents, formatExactCents } from "@/lib/money";
import type { LedgerEntry } from "@/offline/ledger";
import { type TicketLine, totalOf } from "@/offline/ticket";
import { notifyDone } from "@/ui/notify";
import { ErrorState } from "@/ui/states";
import { CANCEL_REASONS, type CancelReason, cancelLine, cancelTicket } from "./api";
import { useTill } from "./till-context";

interface CancelDialogProps {
  readonly entry: LedgerEntry;
  readonly onClose: () => void;
}

/** Takes back a ticket or some of its lines; one that still waits is taken back by a counter-ticket. */
export function CancelDialog({ entry, onClose }: CancelDialogProps) {
  const { till } = useTill();
  const { ticket } = entry;
  const waits = entry.state === "waiting";
  const left = ticket.lines
    .map((_, index) => index)
    .filter((index) => !entry.cancelledLines?.includes(index));
  const [chosen, setChosen] = useState<readonly number[]>(left);
  const [reason, setReason] = useState<CancelReason>("scan_error");
  const [comment, setComment] = useState("");
  const whole = chosen.length === ticket.lines.length;
  const lines = ticket.lines.filter((_, index) => chosen.includes(index));

  const labelOf = (line: TicketLine | undefined) =>
    line && `${till.article(line.code)?.description ?? line.code} · ${formatCents(line.price_cents)}`;

  const cancel = useMutation({
    mutationFn: async () => {
      if (waits) {
        await till.writeCounter(ticket);
      } else if (whole) {
        await cancelTicket(ticket.ticket_id, reason, comment);
        await till.note({ type: "cancelled", ticketId: ticket.ticket_id });
      } else {
        for (const line of chosen) {
          await cancelLine(ticket.ticket_id, line, reason, comment);
          await till.note({ type: "cancelled", ticketId: ticket.ticket_id, line });
        }
      }
      till.backOnSale(lines);
    },
    onSuccess: () => {
      notifyDone(`Annulé : rendez ${formatExactCents(totalOf(lines))} au client.`);
      onClose();
    },
  });

  return (
    <Modal opened onClose={onClose} title="Annuler une vente">
      <Stack>
        {waits ? (
          <Text>
            Ce ticket attend encore le réseau : il est annulé en entier, {ticket.lines.length} article
            {ticket.lines.length > 1 ? "s" : ""} pour {formatExactCents(totalOf(ticket.lines))}.
          </Text>
        ) : (
          <>
            <Checkbox.Group
              label="Articles à annuler"
              value={chosen.map(String)}
              onChange={(values) => setChosen(values.map(Number))}
            >
              <Stack gap="xs" mt="xs">
                {left.map((index) => (
                  <Checkbox
                    key={index}
                    size="md"
                    value={String(index)}
                    label={labelOf(ticket.lines[index])}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
            <Radio.Group
              label="Pourquoi ?"
              value={reason}
              onChange={(value) => setReason(value as CancelReason)}
            >
              <Stack gap="xs" mt="xs">
                {Object.entries(CANCEL_REASONS).map(([value, label]) => (
                  <Radio key={value} size="md" value={value} label={label} />
                ))}
              </Stack>
            </Radio.Group>
            {reason === "other" && (
              <Textarea
                label="Précisez"
                required
                value={comment}
                onChange={(event) => setComment(event.currentTarget.value)}
              />
            )}
          </>
        )}
        {cancel.isError && <ErrorState error={cancel.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Garder la vente
          </Button>
          <Button
            color="bad"
            loading={cancel.isPending}
            disabled={chosen.length === 0 || (reason === "other" && comment.trim() === "")}
            onClick={() => cancel.mutate()}
          >
            Annuler et rendre {formatExactCents(totalOf(lines))}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
