import { SimpleGrid, Switch } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import type { UseFormReturnType } from "@mantine/form";
import { formatDate } from "@/lib/dates";
import { PICKER } from "@/ui/form/picker";
import { TimeField } from "@/ui/form/TimeField";
import { HoursField } from "./HoursField";
import { hoursOn } from "./hours";
import { Section } from "./Section";
import type { Terms } from "./terms";

interface DatesSectionProps {
  readonly form: UseFormReturnType<Terms>;
  readonly locked: boolean;
}

/** When articles are declared, handed in, sold and given back. */
export function DatesSection({ form, locked }: DatesSectionProps) {
  const { sale_days, sale_hours, return_day } = form.values;
  const hours = hoursOn(sale_days, sale_hours);
  const lastSale = hours.at(-1)?.day;
  return (
    <Section title="Dates et heures">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <DatePickerInput
          label="Date limite de déclaration"
          description="Jusqu’à la fin de ce jour"
          required
          disabled={locked}
          {...PICKER}
          {...form.getInputProps("declaration_deadline")}
        />
        <DatePickerInput
          type="multiple"
          label="Jours de dépôt"
          description="Touchez chaque jour"
          required
          disabled={locked}
          {...PICKER}
          {...form.getInputProps("deposit_days")}
        />
        <DatePickerInput
          type="multiple"
          label="Jours de vente"
          description="Vente publique"
          required
          disabled={locked}
          {...PICKER}
          {...form.getInputProps("sale_days")}
        />
        <DatePickerInput
          label="Dernier jour de restitution"
          description="Ensuite, les invendus sont donnés"
          required
          disabled={locked}
          {...PICKER}
          {...form.getInputProps("return_day")}
        />
        {hours.map((one, place) => (
          <HoursField
            key={one.day}
            label={`Vente du ${formatDate(one.day, "weekday")}`}
            disabled={locked}
            value={one}
            onChange={(changed) =>
              form.setFieldValue(
                "sale_hours",
                hours.map((other) => (other.day === one.day ? { day: one.day, ...timesOf(changed) } : other)),
              )
            }
            {...(place === hours.length - 1 && { error: form.errors.sale_hours })}
            {...(place === 0 && { "data-path": "sale_hours" })}
          />
        ))}
        <HoursField
          label="Restitution des listes 1000 et 2000"
          description={lastSale ? `Le ${formatDate(lastSale, "weekday")}` : "Le dernier jour de vente"}
          disabled={locked}
          {...form.getInputProps("return_hours_members")}
          value={form.values.return_hours_members}
        />
        <HoursField
          label="Restitution des autres listes"
          description={return_day ? `Le ${formatDate(return_day, "weekday")}` : "Le jour de restitution"}
          disabled={locked}
          {...form.getInputProps("return_hours_standard")}
          value={form.values.return_hours_standard}
        />
      </SimpleGrid>
      <Switch
        label="Vente privée pour les écoles"
        disabled={locked}
        {...form.getInputProps("has_private_sale", { type: "checkbox" })}
      />
      {form.values.has_private_sale && (
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <DatePickerInput
            label="Jour de la vente privée"
            required
            disabled={locked}
            {...PICKER}
            {...form.getInputProps("private_sale")}
          />
          <TimeField label="De" disabled={locked} {...form.getInputProps("private_from")} />
          <TimeField label="À" disabled={locked} {...form.getInputProps("private_to")} />
        </SimpleGrid>
      )}
    </Section>
  );
}

function timesOf({ starts_at, ends_at }: { readonly starts_at: string; readonly ends_at: string }) {
  return { starts_at, ends_at };
}
