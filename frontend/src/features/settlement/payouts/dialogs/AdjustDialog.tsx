import { NativeSelect, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import type { Payout } from "@/domain/payouts";
import { ADJUSTMENTS, type Adjust } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { adjustPayout } from "@/features/settlement/payouts/api";
import { formatExactCents, parseEuros } from "@/lib/money";
import { asProblem } from "@/lib/server/problem";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";

interface AdjustDialogProps {
  readonly payout: Payout;
  readonly onClose: () => void;
}

const UNREADABLE = "Indiquez un montant, par exemple 12,50.";

/** In whose favour the kinds that go both ways are. */
const SIDES = { "1": "En faveur du déposant", "-1": "En faveur de l’association" } as const;

/** A line beside sales, commission and fees. */
export function AdjustDialog({ payout, onClose }: AdjustDialogProps) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<Adjust["kind"]>("goodwill");
  const [side, setSide] = useState<keyof typeof SIDES>("1");
  const [amount, setAmount] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const both = kind === "correction" || kind === "dispute";
  const whole = kind === "debt_carried";
  const cents = whole ? payout.fees_due_cents : parseEuros(amount);
  const send = async (reason: string) => {
    if (cents === undefined) {
      setRefusal(UNREADABLE);
      return false;
    }
    try {
      await adjustPayout(payout.id, { kind, amount_cents: both ? Number(side) * cents : cents, reason });
    } catch (thrown) {
      const sentence = asProblem(thrown).byField().amount_cents;
      if (sentence === undefined || whole) throw thrown;
      setRefusal(sentence);
      return false;
    }
    notifyDone(`${nameOf(payout.depositor)} : ${ADJUSTMENTS[kind].toLowerCase()} noté.`);
    await queries.invalidateQueries({ queryKey: keys.editions() });
    return true;
  };
  return (
    <ReasonDialog
      title={`Ajuster le reversement de ${nameOf(payout.depositor)}`}
      body="L’ajustement est une ligne à part sur le bordereau ; le déposant en lit la raison dans « Mes ventes ». Il ne s’efface pas : une erreur se corrige par un ajustement contraire."
      confirm="Ajouter"
      send={send}
      onClose={onClose}
    >
      <NativeSelect
        label="Nature"
        size="md"
        data-autofocus
        value={kind}
        onChange={(event) => {
          setKind(event.currentTarget.value as Adjust["kind"]);
          setRefusal(undefined);
        }}
        data={Object.entries(ADJUSTMENTS)
          .filter(([value]) => value !== "debt_carried" || payout.fees_due_cents > 0)
          .map(([value, label]) => ({ value, label }))}
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
          error={refusal}
          onChange={(event) => {
            setAmount(event.currentTarget.value);
            setRefusal(undefined);
          }}
          onBlur={() => amount.trim() !== "" && cents === undefined && setRefusal(UNREADABLE)}
        />
      )}
    </ReasonDialog>
  );
}
