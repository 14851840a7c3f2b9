import { Checkbox, SegmentedControl, Text, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { METHOD_NAMES, type PayoutMethod } from "@/domain/payments";
import type { Payout } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { payPayout } from "@/features/settlement/payouts/api";
import { nextCheque } from "@/features/settlement/payouts/wording";
import { localParts } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { download } from "@/lib/server/api";
import { asProblem } from "@/lib/server/problem";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { PICKER } from "@/ui/form/picker";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";

interface PayDialogProps {
  readonly payout: Payout;
  /** Number of the cheque written before, of which this one is the next. */
  readonly lastCheque: string;
  /** Recorded; with the number of the cheque, where it was one. */
  readonly paid: (cheque: string | undefined) => void;
  readonly onClose: () => void;
}

/** How something is paid. */
const PAYING = ["cheque", "transfer", "cash"] as const;

/** A payment in two clicks, or without a mouse: the number follows the last cheque's, Enter records. */
export function PayDialog({ payout, lastCheque, paid, onClose }: PayDialogProps) {
  const supplement = payout.state === "supplement";
  const [method, setMethod] = useState<PayoutMethod>("cheque");
  const [cheque, setCheque] = useState(lastCheque === "" ? "" : nextCheque(lastCheque));
  const [day, setDay] = useState(() => localParts(new Date().toISOString()).day);
  const [tried, setTried] = useState(false);
  const [returned, setReturned] = useState(true);
  const paying = useAction({
    run: async () => {
      // The slip is what gets signed, so that it must exist, and show this sum, before the money leaves.
      if (!payout.slip_ready) {
        await download(`/api/v1/payouts/${payout.id}/slip.pdf`, "Reversement.pdf");
      }
      return payPayout(payout.id, {
        expected_cents: payout.to_pay_cents,
        method,
        cheque_number: method === "cheque" ? cheque.trim() : null,
        transfer_date: method === "transfer" ? day : null,
        unsold_returned: returned,
        comment: null,
      });
    },
    done: () => {
      paid(method === "cheque" ? cheque.trim() : undefined);
      onClose();
      return `${nameOf(payout.depositor)} : ${formatExactCents(payout.to_pay_cents)} payés.`;
    },
    refreshes: [keys.editions()],
    refusal: "here",
  });
  const problem = paying.isError ? asProblem(paying.error) : undefined;
  const beside = problem?.byField() ?? {};
  const missing =
    method === "cheque" && cheque.trim() === ""
      ? "Indiquez le numéro du chèque"
      : method === "transfer" && day === ""
        ? "Indiquez le jour du virement"
        : undefined;
  const wrong = tried ? missing : undefined;
  return (
    <FormDialog
      returnFocus={false}
      title={`Payer ${nameOf(payout.depositor)}`}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (missing === undefined) paying.mutate();
      }}
      submit="Enregistrer le paiement"
      pending={paying.isPending}
    >
      <Text fz="2rem" fw={650} lh={1.2} className="figures">
        {formatExactCents(payout.to_pay_cents)}
      </Text>
      {supplement && (
        <Text>
          Complément : {formatExactCents(payout.net_cents)} dus, {formatExactCents(payout.paid_cents)} déjà
          versés.
        </Text>
      )}
      <SegmentedControl
        size="md"
        fullWidth
        value={method}
        onChange={(next) => setMethod(next as PayoutMethod)}
        data={PAYING.map((value) => ({ value, label: METHOD_NAMES[value] }))}
      />
      {method === "cheque" && (
        <TextInput
          label="Numéro du chèque"
          required
          data-autofocus
          value={cheque}
          error={wrong ?? beside.cheque_number}
          onChange={(event) => setCheque(event.currentTarget.value)}
        />
      )}
      {method === "transfer" && (
        <DatePickerInput
          label="Date du virement"
          required
          {...PICKER}
          value={day}
          error={wrong ?? beside.transfer_date}
          onChange={(chosen) => setDay(chosen ?? "")}
        />
      )}
      <Checkbox
        label="Ses invendus lui sont rendus"
        checked={returned}
        onChange={(event) => setReturned(event.currentTarget.checked)}
      />
      {problem !== undefined && Object.keys(beside).length === 0 && <ErrorState error={problem} />}
    </FormDialog>
  );
}
