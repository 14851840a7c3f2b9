import { Button, Group, Loader, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isEmail } from "@/domain/contact";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { sending } from "@/ui/form/form";
import { NameFields } from "@/ui/form/NameFields";
import { PasswordField } from "@/ui/form/PasswordField";
import { SHORTEST } from "@/ui/form/strength";
import { ErrorState } from "@/ui/states";
import { install, installQuery } from "./api";
import { EntrancePage } from "./EntrancePage";

/** The first page of a new installation. The token of `.env` stands behind `#`, so that it never reaches a log. */
export function InstallPage() {
  const token = useRouterState({ select: (state) => state.location.hash });
  const state = useQuery(installQuery());
  if (state.isError) {
    return (
      <EntrancePage title="Installation">
        <ErrorState error={state.error} retry={() => void state.refetch()} />
      </EntrancePage>
    );
  }
  if (state.data === undefined) {
    return (
      <EntrancePage title="Installation">
        <Group justify="center" p="lg">
          <Loader aria-label="Vérification de l’installation" />
        </Group>
      </EntrancePage>
    );
  }
  if (!state.data.open) return <Closed />;
  if (token === "") {
    return (
      <Outcome title="Ce lien n’est pas complet">
        Ajoutez à l’adresse de cette page le signe <strong>#</strong>, puis la valeur d’INSTALL_TOKEN du
        fichier .env.
      </Outcome>
    );
  }
  return <InstallForm token={token} />;
}

function InstallForm({ token }: { readonly token: string }) {
  const form = useForm({
    initialValues: { email: "", first_name: "", last_name: "", password: "", repeated: "" },
    validateInputOnBlur: true,
    validate: {
      email: (email) => (isEmail(email) ? null : "Indiquez votre adresse e-mail"),
      first_name: (name) => (name.trim() === "" ? "Indiquez votre prénom" : null),
      last_name: (name) => (name.trim() === "" ? "Indiquez votre nom" : null),
      password: (password) => (password.length < SHORTEST ? `${SHORTEST} caractères au moins` : null),
      repeated: (repeated, { password }) =>
        repeated === password ? null : "Les deux mots de passe sont différents",
    },
  });
  const installation = useMutation({
    mutationFn: () => {
      const { repeated: _, ...account } = form.values;
      return install({ token, ...account });
    },
    onError: (thrown) => form.setErrors(asProblem(thrown).byField()),
  });
  if (installation.isSuccess) {
    return (
      <Outcome title="L’installation est faite" action={toLogin}>
        Votre compte d’administrateur est prêt. Enlevez maintenant la ligne INSTALL_TOKEN du fichier .env :
        elle ne sert plus.
      </Outcome>
    );
  }
  const refusal = installation.isError ? asProblem(installation.error) : undefined;
  if (refusal?.code === "installation_done") return <Closed />;
  return (
    <EntrancePage
      title="Bienvenue !"
      lead="Créez le compte de l’administrateur. Cette page ne sert qu’une fois."
    >
      <form noValidate onSubmit={sending(form, () => installation.mutate())}>
        <Stack>
          <TextInput
            label="Adresse e-mail"
            description="Votre identifiant"
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps("email")}
          />
          <NameFields of={(field) => form.getInputProps(field)} />
          <PasswordField
            label="Mot de passe"
            description="Une phrase courte fait un bon mot de passe"
            {...form.getInputProps("password")}
          />
          <PasswordInput
            label="Le même mot de passe, encore une fois"
            size="md"
            autoComplete="new-password"
            required
            {...form.getInputProps("repeated")}
          />
          {refusal?.errors.length === 0 && <ErrorState error={refusal} />}
          <Button type="submit" size="lg" loading={installation.isPending}>
            Créer le compte
          </Button>
        </Stack>
      </form>
    </EntrancePage>
  );
}

const toLogin = (
  <Button component={Link} to={paths.login} size="lg">
    Se connecter
  </Button>
);

function Closed() {
  return (
    <Outcome title="Cette page ne sert plus" action={toLogin}>
      Un administrateur existe déjà, ou INSTALL_TOKEN n’est pas dans le fichier .env.
    </Outcome>
  );
}

interface OutcomeProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

function Outcome({ title, children, action }: OutcomeProps) {
  return (
    <EntrancePage title={title}>
      <Stack>
        <Text>{children}</Text>
        {action}
      </Stack>
    </EntrancePage>
  );
}
