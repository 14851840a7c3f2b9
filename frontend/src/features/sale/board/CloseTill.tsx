import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Till } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { DRAWER_NAMES, SALE_METHODS } from "@/domain/tickets";
import { parseEuros } from "@/lib/money";
import { DialogForm } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { useAction } from "@/ui/use-action";
import { closeTill, tillSummaryQuery } from "./api";
import { Differences, type PerMethod } from "./Differences";

const amount = (text: string) =>
  parseEuros(text) === undefined ? "Tapez le montant compté, 0 s’il n’y a rien" : null;

interface CloseTillProps {
  readonly till: Till;
  readonly onClose: () => void;
}

/** For a manager: ends a till that has gone silent, wherever its tablet is, or counts one that was taken over. */
export function CloseTill({ till, onClose: close }: CloseTillProps) {
  const takenOver = till.state === "closed";
  /** Counted less expected, once the till is closed: told at once, for whoever stands at the drawer. */
  const [differences, setDifferences] = useState<PerMethod>();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { cash: "", card: "", cheque: "", comment: "" },
    validate: {
      cash: amount,
      card: amount,
      cheque: amount,
      comment: (text) => (text.trim() === "" ? "Dites pourquoi, en quelques mots" : null),
    },
  });
  const closing = useAction({
    run: () => {
      const { cash, card, cheque, comment } = form.values;
      const cents = (text: string) => parseEuros(text) ?? 0;
      const counted = { cash: cents(cash), card: cents(card), cheque: cents(cheque) };
      return closeTill(till.session_id, counted, comment.trim());
    },
    done: (summary) => {
      setDifferences(summary.closing?.differences);
      queries.setQueryData(tillSummaryQuery(till.session_id).queryKey, summary);
    },
    refreshes: [keys.editions()],
    form,
  });
  return (
    <Modal
      opened
      onClose={close}
      title={`${takenOver ? "Compter" : "Fermer"} la caisse ${till.register_number}`}
      centered
    >
      {differences !== undefined ? (
        <Stack>
          <Text>
            La caisse {till.register_number} est {takenOver ? "comptée" : "fermée"}.
          </Text>
          <Differences differences={differences} />
          <Group justify="flex-end">
            <Button onClick={close}>Terminé</Button>
          </Group>
        </Stack>
      ) : (
        <DialogForm
          onSubmit={sending(form, () => closing.mutate())}
          onClose={close}
          submit={takenOver ? "Enregistrer le comptage" : "Fermer la caisse"}
          pending={closing.isPending}
        >
          <Text size="sm" c="gray.7">
            {takenOver && "Cette caisse a été reprise sur un autre appareil sans être comptée. "}
            Comptez le tiroir, fond de caisse compris. Des tickets restés sur l’appareil pourront encore être
            envoyés.
          </Text>
          {SALE_METHODS.map((method) => (
            <TextInput
              key={method}
              label={`${DRAWER_NAMES[method]} : montant compté`}
              inputMode="decimal"
              rightSection="€"
              required
              {...form.getInputProps(method)}
            />
          ))}
          <Textarea label="Pourquoi" autosize minRows={2} required {...form.getInputProps("comment")} />
        </DialogForm>
      )}
    </Modal>
  );
}
