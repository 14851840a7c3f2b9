import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { METHOD_NAMES } from "@/domain/payments";
import type { Payout } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { type PayoutPayment, reversePayment } from "@/features/settlement/payouts/api";
import { formatInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";

interface CorrectDialogProps {
  readonly payout: Payout;
  readonly payment: PayoutPayment;
  readonly onClose: () => void;
}

/** The latest payment that was not taken back. */
export function standingPayment({ payments }: Pick<Payout, "payments">): PayoutPayment | undefined {
  return payments.findLast(
    (payment) => payment.reverses == null && !payments.some((other) => other.reverses === payment.id),
  );
}

/** A payment that was recorded wrongly is taken back, and then recorded as it was. */
export function CorrectDialog({ payout, payment, onClose }: CorrectDialogProps) {
  const queries = useQueryClient();
  const cheque = payment.cheque_number ? ` n° ${payment.cheque_number}` : "";
  return (
    <ReasonDialog
      title={`Annuler le paiement de ${nameOf(payout.depositor)}`}
      body={
        <>
          <Text fw={600}>
            {formatExactCents(payment.amount_cents)}, {METHOD_NAMES[payment.method].toLowerCase()}
            {cheque}, le {formatInstant(payment.paid_at)}
          </Text>
          <Text mt="sm">
            Le paiement reste écrit et un mouvement contraire l’annule. La somme est de nouveau à payer. Le
            déposant en est averti par e-mail, avec la raison.
          </Text>
        </>
      }
      confirm="Annuler le paiement"
      danger
      send={async (reason) => {
        await reversePayment(payout.id, payment.id, reason);
        notifyDone(`${nameOf(payout.depositor)} : paiement annulé, à payer de nouveau.`);
        await queries.invalidateQueries({ queryKey: keys.editions() });
      }}
      onClose={onClose}
    />
  );
}
