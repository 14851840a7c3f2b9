import { Alert, Checkbox, NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Registration, slotsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { nameOf } from "@/domain/people";
import { counted } from "@/lib/words";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { ErrorState, Loaded } from "@/ui/states";
import type { Each } from "@/ui/table/bulk";
import { useAction } from "@/ui/use-action";
import { moveRegistration } from "./api";
import { misfit, slotChoice, slotWords } from "./wording";

/** Whose slot changes: somebody's, or that of several, whom `each` takes one after the other. */
export interface Moved {
  readonly registrations: readonly [Registration, ...Registration[]];
  readonly each?: Each<Registration>;
}

interface MoveDialogProps {
  readonly edition: string;
  readonly moved: Moved;
  readonly onClose: () => void;
}

/** Another slot, among those with places for everybody who is to have it. */
export function MoveDialog({ edition, moved: { registrations, each }, onClose }: MoveDialogProps) {
  const [registration, ...others] = registrations;
  const alone = others.length === 0;
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
  const slot = slots.data?.find(({ id }) => id === wanted);
  const warning = registrations
    .map(({ list_type }) => misfit(slot, list_type))
    .find((words) => words !== undefined);
  const send = () => {
    if (each === undefined) return moving.mutate();
    each(({ id }) => moveRegistration(edition, id, wanted, notify));
    onClose();
  };
  return (
    <FormDialog
      title={`Changer le créneau de ${alone ? nameOf(registration.depositor) : counted(registrations.length, "inscription")}`}
      submit="Changer"
      ready={wanted !== ""}
      pending={moving.isPending}
      onSubmit={send}
      onClose={onClose}
    >
      {alone && <Text>Aujourd’hui : {slotWords(registration.slot)}.</Text>}
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
                .filter((one) => !(alone && one.id === registration.slot.id))
                .filter((one) => one.left >= registrations.length)
                .map((one) => ({ value: one.id, label: slotChoice(one) })),
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
