import { Checkbox, Group, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { wrongPrice } from "@/features/deposit/desk/wording";
import { formatCents, parseEuros } from "@/lib/money";
import type { Correction } from "@/offline/decisions/commands";
import type { ReviewLine } from "@/offline/decisions/review";
import type { PriceRules } from "@/offline/desk/database";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";

interface CorrectDialogProps {
  readonly line: ReviewLine;
  readonly rules: PriceRules | undefined;
  readonly onCorrect: (correction: Correction) => Promise<void>;
  readonly onClose: () => void;
}

/** Puts right what stands on a line; only what was changed is decided, a price with the depositor's consent. */
export function CorrectDialog({ line: { article }, rules, onCorrect, onClose }: CorrectDialogProps) {
  const form = useForm({
    initialValues: {
      price: String(article.price_cents / 100).replace(".", ","),
      consent: false,
      description: article.description,
      size: article.size,
      color: article.color,
      brand: article.brand,
    },
    validate: {
      price: (price) => {
        const cents = parseEuros(price);
        if (cents === article.price_cents) return null;
        const most = rules?.most[article.subcategory];
        return wrongPrice(cents, { least: rules?.least ?? 1, step: rules?.step ?? 1, most }) ?? null;
      },
      consent: (agreed, { price }) =>
        agreed || parseEuros(price) === article.price_cents ? null : "Demandez à la personne, puis cochez",
      description: (words) => (words.trim() === "" ? "Dites ce que c’est" : null),
    },
  });
  const repriced = parseEuros(form.values.price) !== article.price_cents;
  const send = async () => {
    const { price, description, ...others } = form.values;
    const cents = parseEuros(price) ?? article.price_cents;
    const words = { description, size: others.size, color: others.color, brand: others.brand };
    const changed = Object.entries(words).filter(
      ([name, text]) => text.trim() !== article[name as keyof typeof words],
    );
    const correction: Correction = {
      ...Object.fromEntries(changed.map(([name, text]) => [name, text.trim()])),
      ...(cents !== article.price_cents && { price_cents: cents, consent: true }),
    };
    if (Object.keys(correction).length === 0) return onClose();
    await onCorrect(correction);
  };
  return (
    <FormDialog
      title={`Corriger la ligne ${article.line}`}
      onClose={onClose}
      onSubmit={sending(form, () => void send())}
      submit="Corriger"
      pending={false}
    >
      <TextInput
        label="Prix"
        description={`Maintenant ${formatCents(article.price_cents)}`}
        inputMode="decimal"
        rightSection="€"
        autoComplete="off"
        data-autofocus
        {...form.getInputProps("price")}
      />
      {repriced && (
        <Checkbox
          label="La personne qui dépose est d’accord avec ce prix"
          {...form.getInputProps("consent", { type: "checkbox" })}
        />
      )}
      <TextInput label="Description" autoComplete="off" {...form.getInputProps("description")} />
      <Group grow>
        <TextInput label="Taille" autoComplete="off" {...form.getInputProps("size")} />
        <TextInput label="Couleur" autoComplete="off" {...form.getInputProps("color")} />
      </Group>
      <TextInput label="Marque" autoComplete="off" {...form.getInputProps("brand")} />
    </FormDialog>
  );
}
