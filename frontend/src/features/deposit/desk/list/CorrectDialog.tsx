import { Checkbox, Group, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { wrongPrice } from "@/features/deposit/desk/wording";
import { formatCents, parseEuros } from "@/lib/money";
import type { Correction } from "@/offline/decisions/commands";
import type { ReviewLine } from "@/offline/decisions/review";
import type { LineRules } from "@/offline/desk/database";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";

interface CorrectDialogProps {
  readonly line: ReviewLine;
  readonly rules: LineRules | undefined;
  readonly onCorrect: (correction: Correction) => Promise<void>;
  readonly onClose: () => void;
}

/** Puts right what stands on a line; only what was changed is decided, a price with the depositor's consent. */
export function CorrectDialog({ line: { article }, rules, onCorrect, onClose }: CorrectDialogProps) {
  const shortest = rules?.shortestDescription ?? 1;
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
        return wrongPrice(cents, article.subcategory, rules?.price) ?? null;
      },
      consent: (agreed, { price }) =>
        agreed || parseEuros(price) === article.price_cents ? null : "Demandez à la personne, puis cochez",
      description: (words) =>
        words.trim().length < shortest ? `Dites ce que c’est : ${shortest} lettres au moins` : null,
    },
  });
  const longest = (name: "description" | "size" | "color" | "brand") =>
    rules === undefined ? {} : { maxLength: rules.longest[name] };
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
      <TextInput
        label="Description"
        autoComplete="off"
        {...longest("description")}
        {...form.getInputProps("description")}
      />
      <Group grow>
        <TextInput label="Taille" autoComplete="off" {...longest("size")} {...form.getInputProps("size")} />
        <TextInput
          label="Couleur"
          autoComplete="off"
          {...longest("color")}
          {...form.getInputProps("color")}
        />
      </Group>
      <TextInput label="Marque" autoComplete="off" {...longest("brand")} {...form.getInputProps("brand")} />
    </FormDialog>
  );
}
