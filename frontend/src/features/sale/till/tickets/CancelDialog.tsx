import { Alert, Button, Checkbox, Group, Modal, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { lackingToCancel } from "@/domain/payments";
import { type LogIn, LogInFields, NO_LOG_IN } from "@/features/sale/till/lock/LogInFields";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { useTill } from "@/features/sale/till/till-context";
import type { Message } from "@/features/sale/till/wording";
import { formatCents, formatExactCents } from "@/lib/money";
import { asProblem, Problem } from "@/lib/server/problem";
import { hasRole, session, useIdentity } from "@/lib/server/session";
import { counted } from "@/lib/words";
import { readScan } from "@/offline/scan/scan";
import type { LedgerEntry } from "@/offline/ticket/ledger";
import { splitsCheque } from "@/offline/ticket/takings";
import { reversed, type TicketLine, totalOf } from "@/offline/ticket/ticket";
import { ErrorState } from "@/ui/states";
import { backInWords, CANCEL_REASONS, type Cancelled, type CancelReason, cancelSale } from "./cancellation";
import { isLate, ticketName } from "./tickets";

interface CancelDialogProps {
  readonly entry: LedgerEntry;
  /** The article that was scanned to find the ticket. */
  readonly code: string | undefined;
  readonly onClose: () => void;
  /** What to give back, to be read until the next scan. */
  readonly onCancelled: (message: Message) => void;
}

/** Takes back a ticket or some of its lines; one that still waits is taken back whole, by a counter-ticket. */
export function CancelDialog({ entry, code, onClose, onCancelled }: CancelDialogProps) {
  const { till } = useTill();
  const who = useIdentity();
  const { ticket } = entry;
  const waits = entry.state === "waiting";
  const late = isLate(ticket, till.serverNow());
  const left = ticket.lines
    .map((_, index) => index)
    .filter((index) => !entry.cancelledLines?.includes(index));
  const named = left.filter((index) => !waits && ticket.lines[index]?.code === code);
  const [chosen, setChosen] = useState<readonly number[]>(named);
  const [reason, setReason] = useState<CancelReason>();
  const [comment, setComment] = useState("");
  const [byManager, setByManager] = useState(late && !hasRole(who, "manager"));
  const [logIn, setLogIn] = useState<LogIn>(NO_LOG_IN);
  const [stranger, setStranger] = useState<string>();
  const all = chosen.length === left.length;
  const lines = ticket.lines.filter((_, index) => chosen.includes(index));
  const kept = [...ticket.payments, ...reversed(entry.back ?? [])];
  const inCash = !waits && splitsCheque(kept, totalOf(lines));

  useScans((text) => {
    const read = readScan(text, till.session().editionCode);
    const scanned = read.kind === "label" || read.kind === "code" ? read.code : undefined;
    const index = left.find((place) => ticket.lines[place]?.code === scanned);
    setStranger(index === undefined ? text : undefined);
    if (index === undefined) return beepRefused();
    beepAccepted();
    setChosen((now) => (waits ? left : [...new Set([...now, index])]));
  });

  const cancel = useMutation({
    mutationFn: async (): Promise<Cancelled> => {
      if (waits) {
        const written = await till.writeCounter(ticket);
        return { back: reversed(written.payments), lines: undefined };
      }
      if (reason === undefined) throw new Problem(422, { detail: "Dites pourquoi." });
      const what = {
        ticketId: ticket.ticket_id,
        sessionId: till.session().sessionId,
        lines: all ? undefined : chosen,
        reason,
        comment,
        inCash,
      };
      const done = byManager
        ? await session.vouched(logIn.email.trim(), logIn.password, (token, { role }) => {
            if (role !== "manager" && role !== "admin") throw new Problem(403, NO_MANAGER);
            return cancelSale({ ...what, token });
          })
        : await cancelSale({ ...what, token: undefined });
      const { lines: gone, back } = done;
      await till.note({ type: "cancelled", ticketId: ticket.ticket_id, lines: gone, back });
      return done;
    },
    onSuccess: (done) => {
      const gone = done.lines === undefined ? left : done.lines;
      void till.backOnSale(ticket.lines.filter((_, index) => gone.includes(index)));
      onCancelled(told(entry, done, gone.length));
    },
    onError: async (problem) => {
      if (asProblem(problem).code === "already_cancelled") await noteEarlier();
      if (!byManager && asProblem(problem).status === 403) setByManager(true);
    },
  });

  /** Cancelled elsewhere, or here with an answer that got lost: the till must not go on calling it sold. */
  const noteEarlier = async () => {
    if (!all && chosen.length > 1) return;
    await till.note({ type: "cancelled", ticketId: ticket.ticket_id, lines: all ? undefined : chosen });
    await till.backOnSale(lines);
  };

  const labelOf = (line: TicketLine | undefined) =>
    line && `${till.article(line.code)?.description ?? line.code} · ${formatCents(line.price_cents)}`;
  const vouched = !byManager || waits || (logIn.email.trim() !== "" && logIn.password !== "");
  const lacking =
    lackingToCancel(chosen, waits ? "none is asked" : reason, comment) ??
    (vouched ? undefined : "Un gestionnaire doit encore se connecter.");

  return (
    <Modal opened onClose={onClose} title={`Annuler : ${ticketName(entry)}`} size="lg">
      <Stack>
        {waits && late ? (
          <Alert color="waiting" title="Ce ticket a plus de 5 minutes et n’est pas encore parti">
            Attendez le retour du réseau : un gestionnaire pourra alors l’annuler ici. Ne rendez rien avant.
          </Alert>
        ) : (
          <>
            {waits && (
              <Text>Ce ticket attend encore le réseau : il est annulé en entier, ou pas du tout.</Text>
            )}
            <Checkbox
              size="md"
              fw={600}
              label={`Tout : ${counted(left.length, "article")}`}
              checked={all}
              indeterminate={chosen.length > 0 && !all}
              onChange={() => setChosen(all ? [] : left)}
            />
            <Checkbox.Group
              label="Articles à annuler (scannez-les ou cochez-les)"
              value={chosen.map(String)}
              onChange={(values) => setChosen(waits ? (values.length === 0 ? [] : left) : values.map(Number))}
            >
              <Stack gap="xs" mt="xs" mah="30dvh" style={{ overflowY: "auto" }}>
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
            {stranger !== undefined && (
              <Text role="alert" c="bad.7" fw={600}>
                {stranger} n’est pas dans ce ticket.
              </Text>
            )}
            {!waits && (
              <Radio.Group
                label="Pourquoi ?"
                value={reason ?? null}
                onChange={(value) => setReason(value as CancelReason)}
              >
                <Stack gap="xs" mt="xs">
                  {Object.entries(CANCEL_REASONS).map(([value, label]) => (
                    <Radio key={value} size="md" value={value} label={label} />
                  ))}
                </Stack>
              </Radio.Group>
            )}
            {!waits && reason === "other" && (
              <Textarea
                label="Précisez"
                required
                value={comment}
                onChange={(event) => setComment(event.currentTarget.value)}
              />
            )}
            {!waits && byManager && (
              <Alert color="accent" title="Demandez à un gestionnaire">
                <Stack gap="xs">
                  <Text>
                    Plus de 5 minutes ont passé : un gestionnaire confirme ici, avec son propre compte.
                  </Text>
                  <LogInFields value={logIn} onChange={setLogIn} />
                </Stack>
              </Alert>
            )}
          </>
        )}
        {inCash && (
          <Text role="status" fw={600}>
            Un chèque ne se rend pas en partie : rendez {formatExactCents(totalOf(lines))} en espèces.
          </Text>
        )}
        {cancel.isError && <ErrorState error={cancel.error} />}
        {!(waits && late) && lacking !== undefined && (
          <Text size="sm" ta="right" c="gray.7">
            {lacking}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Garder la vente
          </Button>
          {!(waits && late) && (
            <Button
              color="bad"
              loading={cancel.isPending}
              disabled={lacking !== undefined}
              onClick={() => cancel.mutate()}
            >
              Annuler {formatExactCents(totalOf(lines))}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const NO_MANAGER = { code: "no_manager", detail: "Ce compte n’est pas celui d’un gestionnaire." };

function told(entry: LedgerEntry, { back, failure }: Cancelled, count: number): Message {
  const money = backInWords(back, entry.ticket.payments);
  const what = `${counted(count, "article")} annulé${count > 1 ? "s" : ""}, ${ticketName(entry)}.`;
  return {
    tone: failure === undefined ? "info" : "bad",
    title: money === "" ? "Annulé, rien à rendre" : `Rendez ${money}`,
    detail:
      failure === undefined ? what : `${what} Le reste n’est pas annulé : ${asProblem(failure).message}`,
    large: true,
  };
}
