import { NativeSelect, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import type { Payout } from "@/domain/payouts";
import { ADJUSTMENTS, type Adjust } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { adjustPayout } from "@/features/settlement/payouts/api";
import { formatExactCents, parseEuros } from "@/lib/money";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";

interface AdjustDialogProps {
  readonly payout: Payout;
  readonly onClose: () => void;
}

/** In whose favour the kinds that go both ways are. */
const SIDES = { "1": "En faveur du déposant", "-1": "En faveur de l’association" } as const;

/** A line beside sales, commission and fees. */
export function AdjustDialog({ payout, onClose }: AdjustDialogProps) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<Adjust["kind"]>("goodwill");
  const [side, setSide] = useState<keyof typeof SIDES>("1");
  const [amount, setAmount] = useState("");
  const both = kind === "correction" || kind === "dispute";
  const whole = kind === "debt_carried";
  const cents = whole ? payout.fees_due_cents : parseEuros(amount);
  const send = async (reason: string) => {
    if (cents === undefined) throw new Error("Indiquez un montant, par exemple 12,50.");
    await adjustPayout(payout.id, { kind, amount_cents: both ? Number(side) * cents : cents, reason });
    notifyDone(`${nameOf(payout.depositor)} : ${ADJUSTMENTS[kind].toLowerCase()} noté.`);
    await queries.invalidateQueries({ queryKey: keys.editions() });
  };
  return (
    <ReasonDialog
      title={`Ajuster le reversement de ${nameOf(payout.depositor)}`}
      body="L’ajustement est une ligne à part sur le bordereau, que le déposant lit avec sa raison. Il ne s’efface pas : une erreur se corrige par un ajustement contraire."
      confirm="Ajouter"
      send={send}
      onClose={onClose}
    >
      <NativeSelect
        label="Nature"
        size="md"
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Adjust["kind"])}
        data={Object.entries(ADJUSTMENTS).map(([value, label]) => ({ value, label }))}
      />
      {both && (
        <NativeSelect
          label="Sens"
          size="md"
          value={side}
          onChange={(event) => setSide(event.currentTarget.value as keyof typeof SIDES)}
          data={Object.entries(SIDES).map(([value, label]) => ({ value, label }))}
        />
      )}
      {whole ? (
        <Text>
          Toute la dette, {formatExactCents(payout.fees_due_cents)}, sera retenue à l’édition suivante.
        </Text>
      ) : (
        <TextInput
          label="Montant en euros"
          required
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
      )}
    </ReasonDialog>
  );
}
