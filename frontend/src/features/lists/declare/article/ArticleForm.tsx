import {
  Alert,
  Autocomplete,
  Button,
  Checkbox,
  Chip,
  Group,
  Input,
  NumberInput,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import type { Catalogue } from "@/domain/articles";
import { audienceOf, findKind, type KindInCategory, mayBeLot, priceHints, sizesFor } from "@/domain/articles";
import { formatCents, parseEuros } from "@/lib/money";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { unprintedSigns } from "@/lib/signs";
import { sentence } from "@/lib/words";
import { iconOf } from "@/ui/category-icons";
import { sending } from "@/ui/form/form";
import { TextLink } from "@/ui/links";
import { ErrorState } from "@/ui/states";
import classes from "./ArticleForm.module.css";
import type { Draft } from "./draft";

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
  readonly changeKind: () => void;
}

const SUSPECTED = "blacklist_suspected";

/** The details of an article whose kind is chosen; the description has the focus. */
export function ArticleForm({ form, catalogue, saving, isNew, changeKind }: ArticleFormProps) {
  const description = useRef<HTMLInputElement>(null);
  useEffect(() => description.current?.focus({ preventScroll: true }), []);
  const found = findKind(catalogue, form.values.subcategory);
  if (found === undefined) return null;
  const audience = audienceOf(catalogue, form.values.gender || null);
  const sizes = sizesFor(catalogue, found, audience);
  const problem = saving.isError ? asProblem(saving.error) : undefined;
  const suspected = problem?.code === SUSPECTED;
  const beside = problem !== undefined && problem.errors.length > 0 && !problem.errors.some(isAboutList);
  const save = (again: boolean) => saving.mutate({ confirmed: false, again });
  return (
    <form noValidate onSubmit={sending(form, () => save(false))} className={classes.body}>
      <ChosenKind found={found} change={changeKind} />
      <TextInput
        ref={description}
        label="Description"
        placeholder="Manches longues, à pois rouges"
        maxLength={catalogue.text.description_max}
        required
        data-autofocus
        {...hinted(form, "description", "Ce qui permet de reconnaître l’article")}
      />
      <Input.Wrapper
        label="Pour qui ?"
        component="fieldset"
        labelElement="div"
        style={{ border: 0, padding: 0, margin: 0 }}
      >
        <Chip.Group {...form.getInputProps("gender")}>
          <Group gap={8} mt={6}>
            {catalogue.genders.map(({ code, french }) => (
              <Chip
                key={code}
                value={code}
                size="md"
                styles={{ label: { height: 44, borderRadius: 22 } }}
                onClick={() => form.values.gender === code && form.setFieldValue("gender", "")}
              >
                {french}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Group grow align="flex-start" gap="sm">
        <Autocomplete
          label="Taille"
          size="md"
          data={[...sizes]}
          maxLength={catalogue.text.size_max}
          placeholder={sizes.length > 0 ? "6 ans, 38…" : "Si elle compte"}
          {...hinted(form, "size", undefined)}
        />
        <TextInput
          label="Prix"
          inputMode="decimal"
          required
          rightSection="€"
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
      <SizeUnit form={form} asked={found.category.code === "clothes" && audience !== "adult"} />
      {mayBeLot(catalogue, found.kind.code) && <LotFields form={form} catalogue={catalogue} />}
      <Group grow align="flex-start" gap="sm">
        <TextInput
          label="Couleur"
          maxLength={catalogue.text.color_max}
          {...hinted(form, "color", "Conseillée")}
        />
        <TextInput
          label="Marque"
          required={form.values.is_lot && mayBeLot(catalogue, found.kind.code)}
          maxLength={catalogue.text.brand_max}
          {...hinted(form, "brand", "Conseillée")}
        />
      </Group>
      <Checkbox
        size="md"
        label={found.category.quality}
        {...form.getInputProps("certified", { type: "checkbox" })}
      />
      <div className={classes.foot}>
        {problem !== undefined && (
          <div className={classes.trouble} aria-live="assertive">
            {suspected ? (
              <Suspicion
                message={problem.message}
                pending={saving.isPending}
                insist={() => saving.mutate({ confirmed: true, again: false })}
              />
            ) : beside ? (
              <Text c="bad.8" role="alert">
                {problem.errors[0]?.message}
              </Text>
            ) : (
              <ErrorState error={problem} />
            )}
          </div>
        )}
        {isNew && (
          <Button
            variant="light"
            size="lg"
            disabled={saving.isPending}
            onClick={() => {
              if (!form.validate().hasErrors) save(true);
            }}
          >
            Et un autre
          </Button>
        )}
        <Button type="submit" size="lg" loading={saving.isPending}>
          Enregistrer
        </Button>
      </div>
    </form>
  );
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
      <Icon size={28} aria-hidden />
      <div style={{ flex: 1 }}>
        <Text fw={600}>{sentence(found.kind.french)}</Text>
        <Text size="sm" c="gray.7">
          {found.category.french}
        </Text>
      </div>
      <Button variant="white" size="sm" onClick={change}>
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

/** `6` says neither months nor years: one tap tells. */
function SizeUnit({ form, asked }: Pick<ArticleFormProps, "form"> & { readonly asked: boolean }) {
  const size = form.values.size.trim();
  if (!asked || !/^(?:[1-9]|1[0-8])$/.test(size)) return null;
  return (
    <Group gap="xs" role="group" aria-label="Taille en mois ou en ans ?">
      {["mois", "ans"].map((unit) => (
        <Button
          key={unit}
          variant="light"
          type="button"
          onClick={() => form.setFieldValue("size", `${size} ${unit}`)}
        >
          {size} {unit}
        </Button>
      ))}
    </Group>
  );
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
        <NumberInput
          label="Nombre de pièces"
          size="md"
          min={min}
          max={max}
          clampBehavior="strict"
          {...form.getInputProps("lot_quantity")}
        />
      )}
    </Stack>
  );
}

interface SuspicionProps {
  readonly message: string;
  readonly pending: boolean;
  readonly insist: () => void;
}

function Suspicion({ message, pending, insist }: SuspicionProps) {
  return (
    <Alert color="waiting" title="Êtes-vous sûr de cet article ?" role="alert">
      <Stack gap="sm" align="flex-start">
        <Text>{message}</Text>
        <Button color="waiting" variant="white" loading={pending} onClick={insist}>
          Ce n’en est pas un : enregistrer
        </Button>
        <TextLink to={paths.rules}>Relire les règles</TextLink>
      </Stack>
    </Alert>
  );
}
