import { Switch, Textarea, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { keys } from "@/domain/keys";
import { paths } from "@/lib/paths";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { PICKER } from "@/ui/form/picker";
import { useAction } from "@/ui/use-action";
import { createEdition } from "./api";
import { suggestedCode } from "./suggested-code";

export function NewEditionDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      name: "",
      code: "",
      span: [null, null] as [string | null, string | null],
      place: "",
      description: "",
      is_training: false,
    },
    validateInputOnBlur: true,
    validate: {
      name: (name) => (name.trim() === "" ? "Donnez un nom, par exemple « Automne 2026 »" : null),
      code: (code) =>
        /^[A-Z0-9]{2,8}$/.test(code.trim().toUpperCase())
          ? null
          : "2 à 8 lettres ou chiffres, par exemple A2026",
      span: ([start, end]) =>
        start === null || end === null ? "Choisissez le premier et le dernier jour" : null,
    },
  });
  const creation = useAction({
    run: () => {
      const { span, ...values } = form.values;
      return createEdition({ ...values, starts_at: span[0] ?? "", ends_at: span[1] ?? "" });
    },
    done: async (edition) => {
      await queries.invalidateQueries({ queryKey: keys.editions() });
      await navigate({ to: paths.edition, params: { editionId: edition.id } });
      return `« ${edition.name} » est créée.`;
    },
    form,
  });
  const name = form.getInputProps("name");
  /** The code follows the name until somebody writes another. */
  const rename = (text: string) => {
    const follows = form.values.code === suggestedCode(form.values.name);
    form.setFieldValue("name", text);
    if (follows) form.setFieldValue("code", suggestedCode(text));
  };
  return (
    <FormDialog
      title="Nouvelle édition"
      size="lg"
      onClose={onClose}
      onSubmit={sending(form, () => creation.mutate())}
      submit="Créer l’édition"
      pending={creation.isPending}
    >
      <TextInput
        label="Nom"
        placeholder="Automne 2026"
        required
        data-autofocus
        {...name}
        onChange={(event) => rename(event.currentTarget.value)}
      />
      <TextInput
        label="Code"
        description="Imprimé sur chaque étiquette : court, et différent à chaque édition"
        required
        maxLength={8}
        {...form.getInputProps("code")}
      />
      <DatePickerInput
        type="range"
        label="Premier et dernier jour"
        description="Du premier dépôt à la dernière restitution"
        {...PICKER}
        allowSingleDateInRange
        required
        {...form.getInputProps("span")}
      />
      <TextInput label="Lieu" placeholder="Salle des fêtes" {...form.getInputProps("place")} />
      <Textarea
        label="Quelques mots pour les déposants"
        size="md"
        autosize
        minRows={2}
        {...form.getInputProps("description")}
      />
      <Switch
        label="Édition d’entraînement, avec des personnes inventées"
        {...form.getInputProps("is_training", { type: "checkbox" })}
      />
    </FormDialog>
  );
}
