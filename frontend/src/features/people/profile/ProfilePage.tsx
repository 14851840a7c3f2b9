import {
  Button,
  Group,
  Paper,
  PasswordInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconDevices } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { formatPhone } from "@/domain/contact";
import { keys } from "@/domain/keys";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { session } from "@/lib/server/session";
import { confirm } from "@/ui/dialog/confirm";
import { sending, showRefusal } from "@/ui/form/form";
import { NameFields } from "@/ui/form/NameFields";
import { PasswordField } from "@/ui/form/PasswordField";
import { SHORTEST } from "@/ui/form/strength";
import { useUnsaved } from "@/ui/form/unsaved";
import { TextLink } from "@/ui/links";
import { OwnTraining } from "@/ui/notice/OwnTraining";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { changePassword, logOutEverywhere, meQuery, type Profile, updateMe } from "./api";

/** What a person may change about their own account. */
export function ProfilePage() {
  const me = useQuery(meQuery());
  return (
    <Page title="Mon profil" lead="Vos coordonnées figurent sur vos listes et servent à vous joindre." narrow>
      <Loaded query={me}>
        {(profile) => (
          <Stack gap="lg">
            <OwnTraining />
            <Contact profile={profile} />
            <Password />
            <Devices />
            <Text>
              <TextLink to={paths.ownData}>Mes données : en emporter une copie, effacer mon compte</TextLink>
            </Text>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Contact({ profile }: { readonly profile: Profile }) {
  const form = useForm({
    initialValues: {
      first_name: profile.first_name,
      last_name: profile.last_name,
      phone: formatPhone(profile.phone ?? ""),
      address: profile.address ?? "",
      postal_code: profile.postal_code ?? "",
      city: profile.city ?? "",
    },
    validateInputOnBlur: true,
    validate: {
      first_name: (name) => (name.trim() === "" ? "Indiquez votre prénom" : null),
      last_name: (name) => (name.trim() === "" ? "Indiquez votre nom" : null),
    },
  });
  useUnsaved(form.isDirty());
  const saving = useAction({
    run: () => updateMe(form.values),
    done: (saved) => {
      form.resetDirty();
      const who = session.identity.get();
      if (who !== undefined)
        session.identity.set({ ...who, first_name: saved.first_name, last_name: saved.last_name });
      return "Vos coordonnées sont enregistrées.";
    },
    refreshes: [keys.me()],
    form,
  });
  return (
    <Paper p="lg" component="section">
      <form noValidate onSubmit={sending(form, () => saving.mutate())}>
        <Stack>
          <Title order={2}>Coordonnées</Title>
          <Text c="gray.7">
            Votre identifiant est <strong>{profile.email}</strong>.
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NameFields of={(field) => form.getInputProps(field)} />
          </SimpleGrid>
          <TextInput label="Téléphone" type="tel" autoComplete="tel" {...form.getInputProps("phone")} />
          <TextInput label="Adresse" autoComplete="street-address" {...form.getInputProps("address")} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              label="Code postal"
              inputMode="numeric"
              autoComplete="postal-code"
              {...form.getInputProps("postal_code")}
            />
            <TextInput label="Commune" autoComplete="address-level2" {...form.getInputProps("city")} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isPending}>
              Enregistrer
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function Password() {
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { current: "", new: "" },
    validateInputOnBlur: true,
    validate: {
      current: (current) => (current === "" ? "Indiquez votre mot de passe actuel" : null),
      new: (password) => (password.length < SHORTEST ? `${SHORTEST} caractères au moins` : null),
    },
  });
  const changing = useAction({
    run: () => changePassword(form.values),
    done: async () => {
      session.forget();
      await navigate({ to: paths.login });
      return "Votre mot de passe est changé. Reconnectez-vous avec le nouveau.";
    },
    refusal: "here",
  });
  const change = () =>
    changing.mutate(undefined, {
      onError: (thrown) => {
        const { code, message } = asProblem(thrown);
        if (code !== "wrong_credentials") return showRefusal(form, thrown);
        form.setFieldError("current", message);
        form.getInputNode("current")?.focus();
      },
    });
  return (
    <Paper p="lg" component="section">
      <form noValidate onSubmit={sending(form, change)}>
        <Stack>
          <Title order={2}>Mot de passe</Title>
          <PasswordInput
            label="Mot de passe actuel"
            size="md"
            autoComplete="current-password"
            required
            {...form.getInputProps("current")}
          />
          <PasswordField label="Nouveau mot de passe" {...form.getInputProps("new")} />
          <Group justify="flex-end">
            <Button type="submit" variant="light" loading={changing.isPending}>
              Changer le mot de passe
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

function Devices() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leaving = useAction({
    run: logOutEverywhere,
    done: async () => {
      session.forget();
      queries.clear();
      await navigate({ to: paths.login });
    },
  });
  const ask = async () => {
    const title = "Se déconnecter partout";
    const body =
      "Tous vos appareils sont déconnectés, celui-ci aussi. Votre compte et vos listes ne changent pas.";
    if (await confirm({ title, body, confirm: title })) leaving.mutate();
  };
  return (
    <Paper p="lg" component="section">
      <Stack align="flex-start">
        <Title order={2}>Appareils</Title>
        <Text c="gray.7">Vous avez perdu un téléphone, ou utilisé celui d’un autre ?</Text>
        <Button
          variant="default"
          leftSection={<IconDevices size={18} aria-hidden />}
          loading={leaving.isPending}
          onClick={() => void ask()}
        >
          Se déconnecter partout
        </Button>
      </Stack>
    </Paper>
  );
}
