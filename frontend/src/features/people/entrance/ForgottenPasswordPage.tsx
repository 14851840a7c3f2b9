import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isEmail } from "@/domain/contact";
import { paths } from "@/lib/paths";
import { ErrorState } from "@/ui/states";
import { askForReset } from "./api";
import { EntrancePage } from "./EntrancePage";
import { typedAddress } from "./typed-address";

/** The answer is the same whether the address is known or not. */
export function ForgottenPasswordPage() {
  const form = useForm({
    initialValues: { email: typedAddress.get() },
    validateInputOnBlur: true,
    validate: {
      email: (email) => (isEmail(email) ? null : "Indiquez votre adresse e-mail"),
    },
  });
  const asking = useMutation({ mutationFn: () => askForReset(form.values.email.trim()) });
  if (asking.isSuccess) {
    return (
      <EntrancePage title="Regardez vos messages">
        <Stack>
          <Text>
            Si <strong>{form.values.email.trim()}</strong> a un compte, un lien vient de partir. Il sert
            pendant une heure.
          </Text>
          <Text c="gray.7">Rien reçu après quelques minutes ? Regardez dans les indésirables.</Text>
          <BackToLogin />
        </Stack>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title="Mot de passe oublié" lead="Nous vous envoyons un lien pour en choisir un nouveau.">
      <form noValidate onSubmit={form.onSubmit(() => asking.mutate())}>
        <Stack>
          <TextInput
            label="Adresse e-mail"
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps("email")}
          />
          {asking.isError && <ErrorState error={asking.error} />}
          <Button type="submit" size="lg" loading={asking.isPending}>
            Recevoir un lien
          </Button>
          <BackToLogin />
        </Stack>
      </form>
    </EntrancePage>
  );
}

function BackToLogin() {
  return (
    <Anchor component={Link} to={paths.login} ta="center">
      Revenir à la connexion
    </Anchor>
  );
}
