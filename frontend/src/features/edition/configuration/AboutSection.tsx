import { SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import type { UseFormReturnType } from "@mantine/form";
import { PICKER } from "@/ui/form/picker";
import { Section } from "./Section";
import type { Terms } from "./terms";

interface AboutSectionProps {
  readonly form: UseFormReturnType<Terms>;
  readonly closed: boolean;
  /** Labels carry the code: it stays. */
  readonly codeFixed: boolean;
}

/** What an edition says of itself. */
export function AboutSection({ form, closed, codeFixed }: AboutSectionProps) {
  return (
    <Section title="L’édition">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Nom" required size="md" disabled={closed} {...form.getInputProps("name")} />
        <TextInput
          label="Code"
          description={
            codeFixed ? "Les étiquettes le portent : il ne change plus" : "Imprimé sur chaque étiquette"
          }
          inputWrapperOrder={["label", "input", "description", "error"]}
          required
          size="md"
          maxLength={8}
          disabled={closed || codeFixed}
          {...form.getInputProps("code")}
        />
        <DatePickerInput
          label="Premier jour"
          required
          disabled={closed}
          {...PICKER}
          {...form.getInputProps("starts_at")}
        />
        <DatePickerInput
          label="Dernier jour"
          required
          disabled={closed}
          {...PICKER}
          {...form.getInputProps("ends_at")}
        />
      </SimpleGrid>
      <TextInput
        label="Lieu"
        description="Dans les messages et le calendrier des déposants"
        placeholder="Salle des fêtes, 1 place de la Mairie"
        size="md"
        disabled={closed}
        {...form.getInputProps("place")}
      />
      <Textarea
        label="Quelques mots pour les déposants"
        size="md"
        autosize
        minRows={2}
        disabled={closed}
        {...form.getInputProps("description")}
      />
    </Section>
  );
}
