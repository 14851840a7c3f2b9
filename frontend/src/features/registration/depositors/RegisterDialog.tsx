import { Alert, NativeSelect, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { isEmail } from "@/domain/contact";
import { slotsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { LIST_TYPES, type ListType } from "@/domain/lists";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { useAction } from "@/ui/use-action";
import { addRegistration } from "./api";
import { misfit, slotChoice } from "./wording";

/** Somebody registered by hand, who is invited when there is no account yet. */
export function RegisterDialog({
  edition,
  onClose,
}: {
  readonly edition: string;
  readonly onClose: () => void;
}) {
  const slots = useQuery(slotsQuery(edition));
  const form = useForm({
    initialValues: {
      email: "",
      first_name: "",
      last_name: "",
      phone: "",
      postal_code: "",
      slot_id: "",
      list_type: "standard" as ListType,
    },
    validateInputOnBlur: true,
    validate: {
      email: (email) => (isEmail(email) ? null : "Indiquez une adresse e-mail"),
      slot_id: (slot) => (slot === "" ? "Choisissez un créneau" : null),
    },
  });
  const adding = useAction({
    run: () => addRegistration(edition, { ...form.values, numbers: [] }),
    done: ({ numbers }) => {
      onClose();
      return `C’est fait : listes ${numbers.join(" et ")}.`;
    },
    refreshes: [keys.editions()],
    form,
  });
  const warning = misfit(
    slots.data?.find(({ id }) => id === form.values.slot_id),
    form.values.list_type,
  );
  return (
    <FormDialog
      title="Inscrire quelqu’un"
      size="lg"
      onClose={onClose}
      onSubmit={sending(form, () => adding.mutate())}
      submit="Inscrire"
      pending={adding.isPending}
    >
      <Text c="gray.7">Sans compte à cette adresse, la personne reçoit une invitation par e-mail.</Text>
      <TextInput
        label="Adresse e-mail"
        type="email"
        required
        data-autofocus
        {...form.getInputProps("email")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Prénom" {...form.getInputProps("first_name")} />
        <TextInput label="Nom" {...form.getInputProps("last_name")} />
        <TextInput label="Téléphone" type="tel" {...form.getInputProps("phone")} />
        <TextInput label="Code postal" inputMode="numeric" {...form.getInputProps("postal_code")} />
      </SimpleGrid>
      <NativeSelect
        label="Créneau"
        size="md"
        required
        data={[
          { value: "", label: "Choisir…" },
          ...(slots.data ?? [])
            .filter((slot) => slot.left > 0)
            .map((slot) => ({
              value: slot.id,
              label: slotChoice(slot),
            })),
        ]}
        {...form.getInputProps("slot_id")}
      />
      <NativeSelect
        label="Type de listes"
        size="md"
        data={Object.entries(LIST_TYPES).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps("list_type")}
      />
      {warning !== undefined && (
        <Alert color="waiting" role="status">
          {warning}
        </Alert>
      )}
    </FormDialog>
  );
}
