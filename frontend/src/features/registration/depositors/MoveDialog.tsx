import { Alert, Checkbox, NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Registration, slotsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { nameOf } from "@/domain/people";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { ErrorState, Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { moveRegistration } from "./api";
import { misfit, slotChoice, slotWords } from "./wording";

interface MoveDialogProps {
  readonly edition: string;
  readonly registration: Registration;
  readonly onClose: () => void;
}

/** Another slot for somebody, among those with places left. */
export function MoveDialog({ edition, registration, onClose }: MoveDialogProps) {
  const slots = useQuery(slotsQuery(edition));
  const [wanted, setWanted] = useState("");
  const [notify, setNotify] = useState(true);
  const moving = useAction({
    run: () => moveRegistration(edition, registration.id, wanted, notify),
    done: () => {
      onClose();
      return "Le créneau est changé.";
    },
    refreshes: [keys.edition(edition)],
    refusal: "here",
  });
  const warning = misfit(
    slots.data?.find(({ id }) => id === wanted),
    registration.list_type,
  );
  return (
    <FormDialog
      title={`Changer le créneau de ${nameOf(registration.depositor)}`}
      submit="Changer"
      ready={wanted !== ""}
      pending={moving.isPending}
      onSubmit={() => moving.mutate()}
      onClose={onClose}
    >
      <Text>Aujourd’hui : {slotWords(registration.slot)}.</Text>
      <Loaded query={slots}>
        {(all) => (
          <NativeSelect
            label="Nouveau créneau"
            size="md"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            data={[
              { value: "", label: "Choisir…" },
              ...all
                .filter((slot) => slot.id !== registration.slot.id && slot.left > 0)
                .map((slot) => ({
                  value: slot.id,
                  label: slotChoice(slot),
                })),
            ]}
          />
        )}
      </Loaded>
      {warning !== undefined && (
        <Alert color="waiting" role="status">
          {warning}
        </Alert>
      )}
      <Checkbox
        label="Prévenir par e-mail"
        checked={notify}
        onChange={(event) => setNotify(event.currentTarget.checked)}
      />
      {moving.isError && <ErrorState error={moving.error} />}
    </FormDialog>
  );
}
