import { Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { spokenNameOf } from "@/domain/people";
import { type DeskEdition, lineRules } from "@/features/deposit/desk/api";
import { useDesk } from "@/features/deposit/desk/desk-context";
import { deskServer, openDeskSession } from "@/features/deposit/desk/desk-server";
import { useIdentity } from "@/lib/server/session";
import { importKey } from "@/offline/ticket/signing";
import { sending } from "@/ui/form/form";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";

const TABLES = Array.from({ length: 20 }, (_, at) => String(at + 1));

/** Which table, and who sits there. Needs the network, once. */
export function OpeningForm({ editions }: { readonly editions: readonly DeskEdition[] }) {
  const { desk, courier } = useDesk();
  const who = useIdentity();
  const form = useForm({
    initialValues: {
      edition: editions[0]?.id ?? "",
      table: "",
      first: who === undefined ? "" : spokenNameOf(who),
      second: "",
    },
    validate: {
      first: (name) => (name.trim() === "" ? "Votre nom, en toutes lettres" : null),
    },
  });
  const opening = useAction({
    run: async () => {
      const { edition: id, table, first, second } = form.values;
      const edition = editions.find((one) => one.id === id);
      if (edition === undefined) return;
      const volunteers = [first, second].map((name) => name.trim()).filter((name) => name !== "");
      const askedAt = desk.clock.ask();
      const opened = await openDeskSession(id, table === "" ? null : Number(table), volunteers);
      desk.clock.hear(opened.server_time, askedAt);
      const [catalogue, rules] = await Promise.all([deskServer.catalogue(id, undefined), lineRules(id)]);
      const { version, saleOpenedAt } = catalogue;
      await desk.begin(
        {
          sessionId: opened.session_id,
          editionId: id,
          editionName: edition.name,
          editionCode: opened.edition_code,
          isTraining: opened.is_training,
          ...(table !== "" && { deskNumber: Number(table) }),
          volunteers,
          labelKey: await importKey(opened.label_key),
          ...(rules && { rules }),
        },
        catalogue,
        {
          at: Date.now(),
          clockOffsetMs: desk.clock.offset(),
          ...(version && { version }),
          ...(saleOpenedAt && { saleOpenedAt }),
        },
      );
      void courier.beat();
    },
    refusal: "here",
  });
  const [only] = editions;
  return (
    <form noValidate onSubmit={sending(form, () => opening.mutate())}>
      <Paper p="lg">
        <Stack gap="lg">
          {editions.length > 1 ? (
            <NativeSelect
              label="Bourse"
              data={editions.map(({ id, name, isTraining }) => ({
                value: id,
                label: isTraining ? `${name} (entraînement)` : name,
              }))}
              {...form.getInputProps("edition")}
            />
          ) : (
            <Text fw={600}>{only?.name}</Text>
          )}
          <NativeSelect
            label="Numéro de la table"
            description="Il est collé dessus ; un téléphone à la main n’en a pas."
            data={[
              { value: "", label: "Sans numéro (téléphone)" },
              ...TABLES.map((number) => ({ value: number, label: `Table ${number}` })),
            ]}
            {...form.getInputProps("table")}
          />
          <TextInput
            label="Qui contrôle"
            description="Prénom et nom, en toutes lettres : ils restent au dossier des listes."
            autoComplete="off"
            required
            {...form.getInputProps("first")}
          />
          <TextInput
            label="Qui étiquette"
            description="La deuxième personne du binôme, si elle est là."
            autoComplete="off"
            {...form.getInputProps("second")}
          />
          {opening.isError && <ErrorState error={opening.error} />}
          <Group>
            <Button type="submit" size="lg" loading={opening.isPending}>
              Ouvrir la table
            </Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}
