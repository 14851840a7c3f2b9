import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { parseEuros } from "@/lib/money";
import { sending, showRefusal } from "@/ui/form";
import { closeTill, type Till, tillSummaryQuery } from "./api";
import { Differences, type PerMethod } from "./Differences";

const METHODS = { cash: "Espèces", card: "Carte", cheque: "Chèques" } as const;
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
  const closing = useMutation({
    mutationFn: () => {
      const { cash, card, cheque, comment } = form.values;
      const cents = (text: string) => parseEuros(text) ?? 0;
      const counted = { cash: cents(cash), card: cents(card), cheque: cents(cheque) };
      return closeTill(till.session_id, counted, comment.trim());
    },
    onSuccess: (summary) => {
      setDifferences(summary.closing?.differences);
      queries.setQueryData(tillSummaryQuery(till.session_id).queryKey, summary);
      return queries.invalidateQueries({ queryKey: ["editions"] });
    },
    onError: (problem) => showRefusal(form, problem, ["comment"]),
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
        <form noValidate onSubmit={sending(form, () => closing.mutate())}>
          <Stack>
            <Text size="sm" c="gray.7">
              {takenOver && "Cette caisse a été reprise sur un autre appareil sans être comptée. "}
              Comptez le tiroir, fond de caisse compris. Des tickets restés sur l’appareil pourront encore
              être envoyés.
            </Text>
            {Object.entries(METHODS).map(([method, name]) => (
              <TextInput
                key={method}
                label={`${name} : montant compté`}
                inputMode="decimal"
                rightSection="€"
                required
                {...form.getInputProps(method)}
              />
            ))}
            <Textarea label="Pourquoi" autosize minRows={2} required {...form.getInputProps("comment")} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Annuler
              </Button>
              <Button type="submit" loading={closing.isPending}>
                {takenOver ? "Enregistrer le comptage" : "Fermer la caisse"}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
