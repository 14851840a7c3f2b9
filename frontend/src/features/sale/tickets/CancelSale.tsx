import { Button, Checkbox, Group, Modal, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { lackingToCancel } from "@/domain/payments";
import {
  type CancelReason,
  type GivenBack,
  paymentWords,
  REASONS,
  standing,
  type Ticket,
} from "@/domain/tickets";
import { useRefundDrawer } from "@/features/sale/refund/use-refund-drawer";
import { formatExactCents } from "@/lib/money";
import { asProblem } from "@/lib/server/problem";
import { splitsCheque } from "@/offline/ticket/takings";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { cancelSale } from "./api";

/** What the books say goes back, and why not everything that was asked for was cancelled. */
export interface TakenBack {
  readonly back: readonly GivenBack[];
  readonly failure?: string;
}

interface CancelSaleProps {
  readonly ticket: Ticket;
  readonly edition: string;
  readonly onDone: (done: TakenBack) => void;
  readonly onClose: () => void;
}

/** For a manager: takes back a sale or some of its articles, whenever it was made. */
export function CancelSale({ ticket, edition, onDone, onClose }: CancelSaleProps) {
  const lines = standing(ticket);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reason, setReason] = useState<CancelReason | "">("");
  const [comment, setComment] = useState("");
  const drawer = useRefundDrawer();
  const cents = lines
    .filter((line) => chosen.includes(`${line.line}`))
    .reduce((sum, line) => sum + line.price_cents, 0);
  const inCash = splitsCheque(ticket.payments, cents);

  const cancelling = useAction({
    run: () =>
      drawer.giving(async (refund_session_id): Promise<TakenBack> => {
        if (reason === "") return { back: [] };
        const refund_method = inCash ? "cash" : null;
        const body = { reason, comment: comment.trim() || null, refund_method, refund_session_id } as const;
        if (chosen.length === lines.length) return { back: [await cancelSale(ticket.id, undefined, body)] };
        const back: GivenBack[] = [];
        for (const line of chosen) {
          try {
            back.push(await cancelSale(ticket.id, Number(line), body));
          } catch (failure) {
            if (back.length === 0) throw failure;
            return { back, failure: asProblem(failure).message };
          }
        }
        return { back };
      }),
    done: onDone,
    refreshes: [keys.edition(edition)],
    refusal: "here",
  });
  const lacking = lackingToCancel(chosen, reason || undefined, comment);

  return (
    <Modal opened onClose={onClose} title={`Annuler dans le ticket ${ticket.number}`}>
      <Stack>
        <Text c="gray.7">Payé : {paymentWords(ticket)}.</Text>
        {lines.length > 1 && (
          <Checkbox
            size="md"
            label="Tout le ticket"
            checked={chosen.length === lines.length}
            indeterminate={chosen.length > 0 && chosen.length < lines.length}
            onChange={({ currentTarget: { checked } }) =>
              setChosen(checked ? lines.map((line) => `${line.line}`) : [])
            }
          />
        )}
        <Checkbox.Group label="Articles à annuler" value={[...chosen]} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {lines.map((line) => (
              <Checkbox
                key={line.line}
                size="md"
                value={`${line.line}`}
                label={`${line.description ?? line.code} · ${formatExactCents(line.price_cents)}`}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Radio.Group label="Pourquoi ?" value={reason} onChange={(value) => setReason(value as CancelReason)}>
          <Stack gap="xs" mt="xs">
            {Object.entries(REASONS).map(([value, label]) => (
              <Radio key={value} size="md" value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {reason === "other" && (
          <Textarea
            label="Précisez"
            required
            maxLength={500}
            value={comment}
            onChange={({ currentTarget: { value } }) => setComment(value)}
          />
        )}
        {drawer.field}
        {inCash && (
          <Text role="status" fw={600}>
            Un chèque ne se rend pas en partie : rendez {formatExactCents(cents)} en espèces.
          </Text>
        )}
        {cancelling.isError && <ErrorState error={cancelling.error} />}
        {lacking !== undefined && (
          <Text size="sm" ta="right" c="gray.7">
            {lacking}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Garder la vente
          </Button>
          <Button
            color="bad"
            disabled={lacking !== undefined}
            loading={cancelling.isPending}
            onClick={() => cancelling.mutate()}
          >
            Annuler et rendre {formatExactCents(cents)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
