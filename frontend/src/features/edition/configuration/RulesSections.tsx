import { Checkbox, NativeSelect, NumberInput, SimpleGrid, TagsInput, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Section } from "./Section";
import type { Terms } from "./terms";

interface RulesProps {
  readonly form: UseFormReturnType<Terms>;
  readonly locked: boolean;
}

/** What the association keeps, and what lists cost. */
export function MoneySection({ form, locked }: RulesProps) {
  const euros = {
    size: "md",
    suffix: "\u00a0€",
    min: 0,
    max: 100,
    decimalScale: 2,
    decimalSeparator: ",",
    required: true,
    disabled: locked,
  } as const;
  return (
    <Section title="Argent">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label="Commission de l’association"
          description="Gardée sur chaque vente"
          size="md"
          suffix={"\u00a0%"}
          min={0}
          max={100}
          decimalScale={2}
          decimalSeparator=","
          required
          disabled={locked}
          {...form.getInputProps("commission_bp")}
        />
        <NativeSelect
          label="Prix des articles"
          description="Ce que les déposants peuvent demander"
          size="md"
          disabled={locked}
          data={[
            { value: "100", label: "En euros entiers" },
            { value: "50", label: "Par 50 centimes" },
          ]}
          {...form.getInputProps("price_step_cents")}
        />
        <NumberInput
          label="Frais d’une liste 1000"
          description="Retenus pour chaque liste utilisée"
          {...euros}
          {...form.getInputProps("member_list_fee_cents")}
        />
        <NumberInput
          label="Frais de deux listes 2000"
          description="Retenus pour chaque paire commencée"
          {...euros}
          {...form.getInputProps("family_pair_fee_cents")}
        />
      </SimpleGrid>
      <Text size="sm" c="gray.7">
        Les listes 100 à 699 sont payées d’avance sur Billetweb : rien n’est retenu pour elles. La commission
        et les frais ne changent plus une fois la vente terminée.
      </Text>
    </Section>
  );
}

/** How lists come in and labels go out. */
export function DepositSection({ form, locked }: RulesProps) {
  return (
    <Section title="Dépôt et étiquettes">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NativeSelect
          label="Planches d’étiquettes"
          description="12 étiquettes par page"
          size="md"
          disabled={locked}
          data={[
            { value: "cut-70x74", label: "À découper, 70 × 74 mm" },
            { value: "avery-l7164", label: "Prédécoupées, Avery L7164" },
          ]}
          {...form.getInputProps("label_layout")}
        />
        <TagsInput
          label="Codes postaux des habitants"
          description="Pour les créneaux qui leur sont réservés"
          size="md"
          disabled={locked}
          {...form.getInputProps("resident_postal_codes")}
        />
        <NumberInput
          label="Lignes par import"
          description="2 000 au plus"
          size="md"
          min={1}
          max={2000}
          disabled={locked}
          {...form.getInputProps("import_max_rows")}
        />
      </SimpleGrid>
      <Checkbox
        label="Accepter les listes entières au dépôt, sans contrôle article par article"
        disabled={locked}
        {...form.getInputProps("accept_whole_lists", { type: "checkbox" })}
      />
      <Checkbox
        label="Imprimer une page de séparation au nom de chaque déposant"
        disabled={locked}
        {...form.getInputProps("separator_pages", { type: "checkbox" })}
      />
      <Checkbox
        label="Numéroter à partir de 3000 quand les listes 100 à 699 sont toutes prises"
        disabled={locked}
        {...form.getInputProps("extended_numbers", { type: "checkbox" })}
      />
    </Section>
  );
}
