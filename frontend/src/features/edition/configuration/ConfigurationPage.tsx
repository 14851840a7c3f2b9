import { Alert, Button, Checkbox, Group, List, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Edition, editionQuery, hasReached, isReadOnly, registrationsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { sending } from "@/ui/form/form";
import { useUnsaved } from "@/ui/form/unsaved";
import { notifyProblem } from "@/ui/notice/notify";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { AboutSection } from "./AboutSection";
import { changeEdition, configureEdition } from "./api";
import { DatesSection } from "./DatesSection";
import { about, problemsOf } from "./problems";
import { DepositSection, MoneySection } from "./RulesSections";
import { aboutOf, bodyOf, type ChangedFact, changedFacts, type Terms, termsOf } from "./terms";

/** What an edition says of itself, its dates and hours, its commission and fees, and its choices. */
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
  const closed = isReadOnly(edition);
  // Once the sale is over, only what the edition says of itself may change.
  const locked = hasReached(edition, "settlement");
  const form = useForm<Terms>({
    initialValues: termsOf(edition),
    validateInputOnBlur: true,
    validate: locked ? about : problemsOf,
  });
  useUnsaved(form.isDirty());
  const saving = useAction({
    run: () =>
      locked
        ? changeEdition(edition.id, aboutOf(edition, form.values))
        : configureEdition(edition.id, bodyOf(edition, form.values)),
    done: () => {
      form.resetDirty();
      return "La configuration est enregistrée.";
    },
    refreshes: [keys.editions()],
    form,
  });
  // This mails hundreds of people: how many, and what they read, is shown before it is saved.
  const save = async () => {
    const changes = form.values.confirm_notify ? changedFacts(edition, form.values) : [];
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
          <Alert
            color="gray"
            variant="outline"
            title={closed ? "L’édition est clôturée" : "La vente est terminée"}
          >
            {closed
              ? "Plus rien ne change ici."
              : "Les dates, la commission et les frais ne changent plus. Le nom, le lieu et les quelques mots, si."}
          </Alert>
        )}
        <AboutSection form={form} closed={closed} codeFixed={hasReached(edition, "registrations_open")} />
        <DatesSection form={form} locked={locked} />
        <MoneySection form={form} locked={locked} />
        <DepositSection form={form} locked={locked} />
        <Group justify="space-between">
          {hasReached(edition, "registrations_open") && !locked ? (
            <Checkbox
              label="Prévenir les déposants par e-mail si le nom, le lieu, des dates ou des heures changent"
              {...form.getInputProps("confirm_notify", { type: "checkbox" })}
            />
          ) : (
            <span />
          )}
          <Button type="submit" size="lg" disabled={closed} loading={saving.isPending}>
            Enregistrer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TellThem({ count, changes }: { readonly count: number; readonly changes: readonly ChangedFact[] }) {
  return (
    <Stack gap="xs">
      <Text>{counted(count, "déposant reçoit", "déposants reçoivent")} un message :</Text>
      <List spacing="xs">
        {changes.map(({ name, before, after }) => (
          <List.Item key={name}>{`${name} : ${before || "non fixé"} → ${after}`}</List.Item>
        ))}
      </List>
    </Stack>
  );
}
