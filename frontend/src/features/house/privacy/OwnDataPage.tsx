import { Button, List, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconDownload, IconEraser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { paths } from "@/lib/paths";
import { save } from "@/lib/server/api";
import { session } from "@/lib/server/session";
import { forgetArticles } from "@/offline/articles";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { eraseOwnAccount, ownData } from "./api";

/** A copy of one's own data, and the end of one's account. */
export function OwnDataPage() {
  return (
    <Page
      title="Mes données"
      lead="Tout ce que l’application garde à votre sujet : à emporter, ou à effacer."
      narrow
    >
      <Stack gap="lg">
        <Copy />
        <Erasure />
        <Text>
          <TextLink to={paths.privacy}>Ce que l’association fait de vos données, et vos droits</TextLink>
        </Text>
      </Stack>
    </Page>
  );
}

function Copy() {
  const copying = useAction({
    run: ownData,
    done: (data) => {
      const content = new Blob([JSON.stringify(data, null, 2)], { type: "application/json" });
      save(content, `mes-donnees-${data.exported_at.slice(0, 10)}.json`);
      return "La copie de vos données est enregistrée.";
    },
  });
  return (
    <Paper p="lg" component="section">
      <Stack align="flex-start">
        <Title order={2}>Emporter une copie</Title>
        <Text c="gray.7">
          Coordonnées, inscriptions, listes et articles, ventes, reversements, messages, connexions : un seul
          fichier, au format JSON.
        </Text>
        <Button
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={copying.isPending}
          onClick={() => copying.mutate()}
        >
          Télécharger mes données
        </Button>
      </Stack>
    </Paper>
  );
}

function Erasure() {
  const [asking, setAsking] = useState(false);
  return (
    <Paper p="lg" component="section">
      <Stack align="flex-start">
        <Title order={2}>Effacer mon compte</Title>
        <Text c="gray.7">
          Possible quand vous n’avez d’inscription à aucune édition en cours. C’est définitif : personne ne
          pourra retrouver votre compte.
        </Text>
        <Button
          color="bad"
          variant="light"
          leftSection={<IconEraser size={18} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          Effacer mon compte
        </Button>
      </Stack>
      {asking && <EraseDialog onClose={() => setAsking(false)} />}
    </Paper>
  );
}

function EraseDialog({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (password) => (password === "" ? "Indiquez votre mot de passe" : null) },
  });
  const erasing = useAction({
    run: () => eraseOwnAccount(form.values.password),
    done: async () => {
      const who = session.identity.get();
      if (who !== undefined) await forgetArticles(who.id).catch(() => undefined);
      session.forget();
      queries.clear();
      await navigate({ to: paths.login });
      return "Votre compte est effacé.";
    },
    refusal: "here",
  });
  return (
    <FormDialog
      title="Effacer mon compte"
      onClose={onClose}
      onSubmit={sending(form, () => erasing.mutate())}
      submit="Effacer pour toujours"
      cancel="Garder mon compte"
      danger
      pending={erasing.isPending}
    >
      <List spacing="xs">
        <List.Item>
          Votre nom, votre adresse, votre téléphone, vos messages et vos connexions sont effacés.
        </List.Item>
        <List.Item>Vos ventes et vos reversements restent dans les comptes, sans votre nom.</List.Item>
        <List.Item>Vous ne pourrez plus vous connecter.</List.Item>
      </List>
      <PasswordInput
        label="Votre mot de passe"
        autoComplete="current-password"
        size="md"
        required
        data-autofocus
        {...form.getInputProps("password")}
      />
      {erasing.isError && <ErrorState error={erasing.error} />}
    </FormDialog>
  );
}
