import {
  Alert,
  Button,
  Checkbox,
  Group,
  List,
  NativeSelect,
  NumberInput,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  Title,
} from "@mantine/core";
import { DatePickerInput, TimeInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Edition, editionQuery, hasReached, registrationsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { sending } from "@/ui/form/form";
import { PICKER } from "@/ui/form/picker";
import { notifyProblem } from "@/ui/notice/notify";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { configureEdition } from "./api";
import { bodyOf, type ChangedDate, changedDates, orderProblems, type Terms, termsOf } from "./terms";

/** Dates, commission and choices of an edition. */
export function ConfigurationPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/configuration" });
  const edition = useQuery(editionQuery(editionId));
  return (
    <Page title="Configuration" lead="Les dates se suivent : déclaration, dépôt, vente, restitution." narrow>
      <Loaded query={edition}>
        {(found) => <ConfigurationForm key={found.updated_at} edition={found} />}
      </Loaded>
    </Page>
  );
}

function ConfigurationForm({ edition }: { readonly edition: Edition }) {
  const queries = useQueryClient();
  const locked = hasReached(edition, "settlement");
  const form = useForm<Terms>({
    initialValues: termsOf(edition),
    validateInputOnBlur: true,
    validate: orderProblems,
  });
  const saving = useAction({
    run: () => configureEdition(edition.id, bodyOf(form.values)),
    done: "La configuration est enregistrée.",
    refreshes: [keys.editions()],
    form,
  });
  // This mails hundreds of people: how many, and what they read, is shown before it is saved.
  const save = async () => {
    const changes = form.values.confirm_notify ? changedDates(edition, form.values) : [];
    if (changes.length > 0) {
      const registered = await queries.fetchQuery(registrationsQuery(edition.id)).catch((thrown: unknown) => {
        notifyProblem(thrown);
        return undefined;
      });
      if (registered === undefined) return;
      const recipients = registered.length;
      const title = `Prévenir ${counted(recipients, "déposant")}`;
      const body = <TellThem count={recipients} changes={changes} />;
      if (!(await confirm({ title, body, confirm: "Enregistrer et prévenir" }))) return;
    }
    saving.mutate();
  };
  return (
    <form noValidate onSubmit={sending(form, () => void save())}>
      <Stack gap="lg">
        {locked && (
          <Alert color="dark" title="La vente est terminée">
            Les dates et la commission ne changent plus.
          </Alert>
        )}
        <Section title="Dates">
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
              <TimeInput label="De" size="md" disabled={locked} {...form.getInputProps("private_from")} />
              <TimeInput label="À" size="md" disabled={locked} {...form.getInputProps("private_to")} />
            </SimpleGrid>
          )}
        </Section>
        <Section title="Argent">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberInput
              label="Commission de l’association"
              description="Gardée sur chaque vente"
              size="md"
              suffix=" %"
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
          </SimpleGrid>
        </Section>
        <Section title="Dépôt et étiquettes">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NativeSelect
              label="Planches d’étiquettes"
              description="12 étiquettes par page"
              size="md"
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
              {...form.getInputProps("resident_postal_codes")}
            />
            <NumberInput
              label="Lignes par import"
              description="2 000 au plus"
              size="md"
              min={1}
              max={2000}
              {...form.getInputProps("import_max_rows")}
            />
          </SimpleGrid>
          <Checkbox
            label="Accepter les listes entières au dépôt, sans contrôle article par article"
            {...form.getInputProps("accept_whole_lists", { type: "checkbox" })}
          />
          <Checkbox
            label="Imprimer une page de séparation au nom de chaque déposant"
            {...form.getInputProps("separator_pages", { type: "checkbox" })}
          />
          <Checkbox
            label="Numéroter à partir de 3000 quand les listes 100 à 699 sont toutes prises"
            {...form.getInputProps("extended_numbers", { type: "checkbox" })}
          />
        </Section>
        <Group justify="space-between">
          {hasReached(edition, "registrations_open") && !locked ? (
            <Checkbox
              label="Prévenir les déposants par e-mail si des dates changent"
              {...form.getInputProps("confirm_notify", { type: "checkbox" })}
            />
          ) : (
            <span />
          )}
          <Button type="submit" size="lg" disabled={locked} loading={saving.isPending}>
            Enregistrer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TellThem({ count, changes }: { readonly count: number; readonly changes: readonly ChangedDate[] }) {
  return (
    <Stack gap="xs">
      <Text>{counted(count, "déposant reçoit", "déposants reçoivent")} un message :</Text>
      <List spacing="xs">
        {changes.map(({ name, before, after }) => (
          <List.Item key={name}>{`${name} : ${before || "non fixée"} → ${after}`}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper p="lg" component="section">
      <Stack>
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Paper>
  );
}
