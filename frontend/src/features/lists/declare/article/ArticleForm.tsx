import { Button, Chip, Group, Input, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { UseMutationResult } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { Catalogue } from "@/domain/articles";
import { audienceOf, findKind, type KindInCategory, mayBeLot, priceHints, sizeRows } from "@/domain/articles";
import { formatCents, parseEuros } from "@/lib/money";
import { asProblem } from "@/lib/server/problem";
import { unprintedSigns } from "@/lib/signs";
import { sentence } from "@/lib/words";
import { iconOf } from "@/ui/category-icons";
import classes from "./ArticleForm.module.css";
import type { Draft } from "./draft";
import { FormFoot } from "./FormFoot";
import { SizeChips, SizeField } from "./SizeField";

interface Saving {
  readonly confirmed: boolean;
  /** Whether another article follows. */
  readonly again: boolean;
}

interface ArticleFormProps {
  readonly form: UseFormReturnType<Draft>;
  readonly catalogue: Catalogue;
  readonly saving: UseMutationResult<unknown, Error, Saving>;
  readonly isNew: boolean;
  /** There is little room: most often the on-screen keyboard has the rest. */
  readonly low: boolean;
  readonly changeKind: () => void;
}

/** Fields that the keyboard's next key goes through. */
const TYPED: readonly (keyof Draft)[] = ["description", "size", "price", "color", "brand"];

/** The details of an article whose kind is chosen; the description has the focus. */
export function ArticleForm({ form, catalogue, saving, isNew, low, changeKind }: ArticleFormProps) {
  const description = useRef<HTMLInputElement>(null);
  useEffect(() => description.current?.focus({ preventScroll: true }), []);
  const [tried, setTried] = useState(false);
  const found = findKind(catalogue, form.values.subcategory);
  if (found === undefined) return null;
  const audience = audienceOf(catalogue, form.values.gender || null);
  const lot = mayBeLot(catalogue, found.kind.code);
  const problem = saving.isError ? asProblem(saving.error) : undefined;
  const beside = problem !== undefined && problem.errors.length > 0 && !problem.errors.some(isAboutList);
  // The box stands at the foot itself, with its own words.
  const { certified: _, ...elsewhere } = form.errors;
  const wrong = tried ? Object.values(elsewhere).find((error) => typeof error === "string") : undefined;
  const focusOn = (field: keyof Draft) => form.getInputNode(field)?.focus();
  const save = (again: boolean) => {
    const { hasErrors, errors } = form.validate();
    setTried(hasErrors);
    const first = Object.keys(errors)[0] as keyof Draft | undefined;
    if (!hasErrors) saving.mutate({ confirmed: false, again });
    else if (first !== undefined) focusOn(first);
  };
  const next = (event: KeyboardEvent<HTMLFormElement>) => {
    const at = TYPED.findIndex((field) => form.getInputNode(field) === event.target);
    const following = TYPED[at + 1];
    if (event.key !== "Enter" || at < 0 || following === undefined) return;
    event.preventDefault();
    focusOn(following);
  };
  const chooseSize = (size: string) => {
    form.setFieldValue("size", size);
    if (size !== "" && form.values.price === "") focusOn("price");
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
      onKeyDown={next}
      className={classes.form}
      data-low={low || undefined}
    >
      <div className={classes.fields}>
        <ChosenKind found={found} change={changeKind} />
        <TextInput
          ref={description}
          label="Description"
          placeholder="Manches longues, à pois rouges"
          maxLength={catalogue.text.description_max}
          required
          data-autofocus
          enterKeyHint="next"
          {...hinted(form, "description", undefined)}
        />
        <Audience form={form} catalogue={catalogue} />
        <Group grow align="flex-start" gap="sm">
          <SizeField
            maxLength={catalogue.text.size_max}
            placeholder={found.category.code === "clothes" ? "6 ans, 38…" : "Si elle compte"}
            enterKeyHint="next"
            {...hinted(form, "size", undefined)}
            {...(isNew && { onFocus: overwritten(form, "size") })}
            value={form.values.size}
          />
          <TextInput
            label="Prix"
            inputMode="decimal"
            required
            rightSection="€"
            enterKeyHint="next"
            {...hinted(
              form,
              "price",
              <PriceHint
                found={found}
                audience={audience}
                cents={parseEuros(form.values.price) ?? 0}
                usual={catalogue.price.unusual_above_cents}
              />,
            )}
          />
        </Group>
        <SizeChips
          rows={sizeRows(catalogue, found, audience)}
          value={form.values.size}
          unitAsked={found.category.code === "clothes" && audience !== "adult"}
          choose={chooseSize}
        />
        {lot && <LotFields form={form} catalogue={catalogue} />}
        <Group grow align="flex-start" gap="sm">
          <TextInput
            label="Couleur"
            maxLength={catalogue.text.color_max}
            enterKeyHint="next"
            {...hinted(form, "color", "Conseillée")}
          />
          <TextInput
            label="Marque"
            required={form.values.is_lot && lot}
            maxLength={catalogue.text.brand_max}
            enterKeyHint="done"
            {...hinted(form, "brand", "Conseillée")}
            {...(isNew && { onFocus: overwritten(form, "brand") })}
          />
        </Group>
      </div>
      <FormFoot
        conformity={{
          label: found.category.quality,
          ...form.getInputProps("certified", { type: "checkbox" }),
        }}
        wrong={beside ? problem.errors[0]?.message : wrong}
        problem={problem}
        pending={saving.isPending}
        insist={() => saving.mutate({ confirmed: true, again: false })}
        again={isNew ? () => save(true) : undefined}
      />
    </form>
  );
}

function Audience({ form, catalogue }: Pick<ArticleFormProps, "form" | "catalogue">) {
  return (
    <Input.Wrapper
      label="Pour qui ?"
      component="fieldset"
      labelElement="div"
      style={{ border: 0, padding: 0, margin: 0 }}
    >
      <Chip.Group {...form.getInputProps("gender")}>
        <Group gap={6} mt={4}>
          {catalogue.genders.map(({ code, french }) => (
            <Chip
              key={code}
              value={code}
              size="md"
              styles={{
                label: { height: 44, borderRadius: 22, paddingInline: 13 },
                iconWrapper: { display: "none" },
              }}
              onClick={() => form.values.gender === code && form.setFieldValue("gender", "")}
            >
              {french}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

/** What the article before has left in a field goes with the first letter that is typed. */
function overwritten(form: UseFormReturnType<Draft>, name: keyof Draft) {
  return ({ currentTarget: field }: FocusEvent<HTMLInputElement>) => {
    form.getInputProps(name).onFocus?.();
    if (field.value !== "" && !form.isDirty(name)) field.select();
  };
}

/**
 * A field whose hint gives its place to the error: nothing moves under the thumb that leaves the field for the next
 * thing to touch.
 */
function hinted(form: UseFormReturnType<Draft>, name: keyof Draft, hint: ReactNode) {
  const input = form.getInputProps(name);
  const inputWrapperOrder: ("label" | "input" | "description" | "error")[] = [
    "label",
    "input",
    "description",
    "error",
  ];
  const lacking = unprintedSigns(String(form.values[name]));
  const description = lacking.length > 0 ? <NotPrinted signs={lacking} /> : hint;
  return { ...input, inputWrapperOrder, description: input.error ? undefined : description };
}

function NotPrinted({ signs }: { readonly signs: readonly string[] }) {
  return (
    <Text span inherit c="waiting.9" fw={600}>
      {`Ne s’imprime pas sur l’étiquette : ${signs.slice(0, 5).join(" ")}`}
    </Text>
  );
}

/** A full list or a refused kind belongs to no field of the form. */
function isAboutList({ field }: { readonly field: string }): boolean {
  return field === "subcategory" || field === "category" || field === "list";
}

function ChosenKind({ found, change }: { readonly found: KindInCategory; readonly change: () => void }) {
  const Icon = iconOf(found.category.code);
  return (
    <div className={classes.chosen}>
      <Icon size={24} aria-hidden />
      <Text fw={600} style={{ flex: 1 }}>
        {sentence(found.kind.french)}
      </Text>
      <Button variant="subtle" h={44} onClick={change}>
        Changer
      </Button>
    </div>
  );
}

interface PriceHintProps {
  readonly found: KindInCategory;
  readonly audience: "child" | "adult" | undefined;
  /** What is typed so far. */
  readonly cents: number;
  /** More than this is rare here, most often a slip of the finger. */
  readonly usual: number;
}

function PriceHint({ found, audience, cents, usual }: PriceHintProps) {
  if (cents > usual) {
    return (
      <Text span inherit c="waiting.9" fw={600} role="status">
        {formatCents(cents)}, c’est beaucoup : est-ce bien le prix voulu ?
      </Text>
    );
  }
  const hints = priceHints(found.kind, audience);
  const most = found.kind.price_max;
  if (hints.length === 0) return most ? `${formatCents(most.cents)} au plus` : "En euros entiers";
  const ranges = hints.map(
    ({ of, min_cents, max_cents }) =>
      `${min_cents / 100} à ${max_cents / 100} €${hints.length > 1 ? ` ${of}` : ""}`,
  );
  return `Souvent ${ranges.join(", ")}`;
}

function LotFields({ form, catalogue }: Pick<ArticleFormProps, "form" | "catalogue">) {
  const { min, max, size_max_months } = catalogue.lots;
  return (
    <Stack gap="sm">
      <Switch
        size="md"
        label="C’est un lot"
        description={`De ${min} à ${max} pièces de la même marque et de la même taille, ${size_max_months} mois au plus`}
        {...form.getInputProps("is_lot", { type: "checkbox" })}
      />
      {form.values.is_lot && (
        <Input.Wrapper
          label="Nombre de pièces"
          component="fieldset"
          labelElement="div"
          error={form.errors.lot_quantity}
          style={{ border: 0, padding: 0, margin: 0 }}
        >
          <Group gap={6} mt={4}>
            {Array.from({ length: max - min + 1 }, (_, more) => min + more).map((pieces) => (
              <Button
                key={pieces}
                type="button"
                variant={form.values.lot_quantity === pieces ? "filled" : "default"}
                aria-pressed={form.values.lot_quantity === pieces}
                h={44}
                onClick={() => form.setFieldValue("lot_quantity", pieces)}
              >
                {pieces} pièces
              </Button>
            ))}
          </Group>
        </Input.Wrapper>
      )}
    </Stack>
  );
}
