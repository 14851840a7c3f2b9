import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Till } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { DialogForm } from "@/ui/dialog/FormDialog";
import { ClosingResult } from "@/ui/drawer/ClosingResult";
import { countOf, DrawerCount, mustBeCounted, NOTHING_COUNTED } from "@/ui/drawer/DrawerCount";
import { sending } from "@/ui/form/form";
import { useAction } from "@/ui/use-action";
import { closeTill, tillSummaryQuery } from "./api";
import { ClosingSlip } from "./ClosingSlip";

interface CloseTillProps {
  readonly till: Till;
  readonly onClose: () => void;
}

/** For a manager: ends a till that has gone silent, wherever its tablet is, or counts one that was taken over. */
export function CloseTill({ till, onClose: close }: CloseTillProps) {
  const takenOver = till.state === "closed";
  const narrow = useMediaQuery("(max-width: 48em)");
  const queries = useQueryClient();
  const { queryKey } = tillSummaryQuery(till.session_id);
  const summary = useQuery(tillSummaryQuery(till.session_id)).data;
  /** Told once it is counted, and by then at once: whoever stands at the drawer sees whether it is right. */
  const [done, setDone] = useState(false);
  const form = useForm({
    initialValues: NOTHING_COUNTED,
    validate: {
      cash: mustBeCounted,
      card: mustBeCounted,
      cheque: mustBeCounted,
      comment: (text) => (text.trim() === "" ? "Dites pourquoi, en quelques mots" : null),
    },
  });
  const closing = useAction({
    run: () => closeTill(till.session_id, countOf(form.values), form.values.comment.trim()),
    done: (closed) => {
      queries.setQueryData(queryKey, closed);
      setDone(true);
    },
    refreshes: [keys.editions()],
    form,
  });
  return (
    <Modal
      opened
      onClose={close}
      title={`${takenOver ? "Compter" : "Fermer"} la caisse ${till.register_number}`}
      size="lg"
      fullScreen={narrow ?? false}
      centered
    >
      {done && summary !== undefined ? (
        <Stack>
          <Text fw={600}>
            La caisse {till.register_number} est {takenOver ? "comptée" : "fermée"}.
          </Text>
          <ClosingResult summary={summary} />
          <Group justify="space-between">
            <ClosingSlip till={till} />
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
          <DrawerCount
            form={form}
            floatCents={summary?.session.opening_float_cents}
            pieces={summary?.pieces}
          />
          <Textarea label="Pourquoi" autosize minRows={2} required {...form.getInputProps("comment")} />
        </DialogForm>
      )}
    </Modal>
  );
}
