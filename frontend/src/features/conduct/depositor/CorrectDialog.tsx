import { SimpleGrid, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { formatPhone } from "@/domain/contact";
import { keys } from "@/domain/keys";
import { spokenNameOf } from "@/domain/people";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { useAction } from "@/ui/use-action";
import { correctContact, type DepositorSheet } from "./api";

interface CorrectDialogProps {
  readonly edition: string;
  readonly depositor: DepositorSheet["depositor"];
  readonly onClose: () => void;
}

/** Name, telephone and address of somebody who rang up, or whose envelope came back. */
export function CorrectDialog({ edition, depositor, onClose }: CorrectDialogProps) {
  const form = useForm({
    initialValues: {
      first_name: depositor.first_name,
      last_name: depositor.last_name,
      phone: depositor.phone == null ? "" : formatPhone(depositor.phone),
      address: depositor.address ?? "",
      postal_code: depositor.postal_code ?? "",
      city: depositor.city ?? "",
    },
    validateInputOnBlur: true,
    validate: {
      first_name: (name) => (name.trim() === "" ? "Indiquez le prénom" : null),
      last_name: (name) => (name.trim() === "" ? "Indiquez le nom" : null),
    },
  });
  const saving = useAction({
    run: () => correctContact(edition, depositor.id, form.values),
    done: () => {
      onClose();
      return "Les coordonnées sont corrigées.";
    },
    refreshes: [keys.edition(edition)],
    form,
  });
  return (
    <FormDialog
      title={`Coordonnées de ${spokenNameOf(depositor)}`}
      size="lg"
      submit="Corriger"
      pending={saving.isPending}
      onSubmit={sending(form, () => saving.mutate())}
      onClose={onClose}
    >
      <Text c="gray.7">
        Les listes, les bordereaux et les messages suivants en tiennent compte. La correction est notée dans
        le journal.
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Prénom" required data-autofocus {...form.getInputProps("first_name")} />
        <TextInput label="Nom" required {...form.getInputProps("last_name")} />
      </SimpleGrid>
      <TextInput label="Téléphone" type="tel" {...form.getInputProps("phone")} />
      <TextInput label="Adresse" {...form.getInputProps("address")} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Code postal" inputMode="numeric" {...form.getInputProps("postal_code")} />
        <TextInput label="Commune" {...form.getInputProps("city")} />
      </SimpleGrid>
    </FormDialog>
  );
}
