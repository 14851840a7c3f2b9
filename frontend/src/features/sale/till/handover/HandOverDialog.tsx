import { Button, Group, Loader, Modal, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRegisterSession } from "@/features/sale/till/till-context";
import { formatHour } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { ErrorState, Loaded } from "@/ui/states";
import classes from "./HandOverDialog.module.css";
import { type HeldTicket, heldTicketsQuery } from "./held-tickets";

interface GiveDialogProps {
  /** Undefined while it is on its way. */
  readonly held: HeldTicket | undefined;
  /** Why it stays here. */
  readonly failure: unknown;
  readonly onClose: () => void;
}

/** The open ticket goes to another till: its number in large figures, and a QR code to be scanned there. */
export function GiveDialog({ held, failure, onClose }: GiveDialogProps) {
  return (
    <Modal opened onClose={onClose} title="Envoyer ce ticket à la caisse" centered>
      <Stack align="center" aria-live="polite">
        {held === undefined && failure === null && <Loader aria-label="Le ticket part" />}
        {failure !== null && <ErrorState error={failure} />}
        {held !== undefined && (
          <>
            <Text className={classes.number}>{held.number}</Text>
            <svg viewBox={`0 0 ${held.qr_side} ${held.qr_side}`} className={classes.code} role="img">
              <title>Code QR du ticket {held.number}</title>
              <path d={held.qr_path} />
            </svg>
            <Text ta="center">
              {counted(held.lines.length, "article")}, {formatCents(held.total_cents)}. À l’autre caisse,
              scannez ce code ou choisissez le ticket {held.number}.
            </Text>
          </>
        )}
        <Button fullWidth size="lg" onClick={onClose}>
          {failure === null ? "Client suivant" : "Garder le ticket ici"}
        </Button>
      </Stack>
    </Modal>
  );
}

interface TakeDialogProps {
  readonly take: (number: number) => Promise<void>;
  readonly onClose: () => void;
}

/** The tickets that wait for a till, the oldest first. */
export function TakeDialog({ take, onClose }: TakeDialogProps) {
  const { editionId } = useRegisterSession();
  const waiting = useQuery(heldTicketsQuery(editionId));
  const choose = async (number: number) => {
    onClose();
    await take(number);
  };
  return (
    <Modal opened onClose={onClose} title="Prendre le ticket d’une autre caisse" centered>
      <Loaded query={waiting}>
        {(tickets) =>
          tickets.length === 0 ? (
            <Text c="gray.7">Aucun ticket n’attend pour le moment.</Text>
          ) : (
            <Stack gap="xs">
              {tickets.map((ticket) => (
                <UnstyledButton
                  key={ticket.id}
                  className={classes.ticket ?? ""}
                  onClick={() => void choose(ticket.number)}
                >
                  <Group wrap="nowrap">
                    <Text fz="xl" fw={700} miw={110}>
                      Ticket {ticket.number}
                    </Text>
                    <div>
                      <Text>
                        {counted(ticket.lines.length, "article")} · {formatCents(ticket.total_cents)}
                      </Text>
                      <Text size="sm" c="gray.7">
                        {ticket.seller}, {formatHour(ticket.held_at)}
                      </Text>
                    </div>
                  </Group>
                </UnstyledButton>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Modal>
  );
}
