import { Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { isEmail } from "@/domain/contact";
import { paths } from "@/lib/paths";
import { session } from "@/lib/server/session";
import { ErrorState } from "@/ui/states";
import { EntrancePage } from "./EntrancePage";
import { typedAddress } from "./typed-address";

/** Log-in; afterwards back to the page that asked for it. */
export function LoginPage() {
  const { suite } = useSearch({ from: paths.login });
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validateInputOnBlur: true,
    validate: {
      email: (email) => (isEmail(email) ? null : "Indiquez votre adresse e-mail"),
      password: (password) => (password.length > 0 ? null : "Indiquez votre mot de passe"),
    },
  });
  const logIn = useMutation({
    mutationFn: () => session.logIn(form.values.email.trim(), form.values.password),
    onSuccess: () => navigate({ href: suite ?? paths.home, replace: true }),
  });
  return (
    <EntrancePage title="Connexion">
      <form noValidate onSubmit={form.onSubmit(() => logIn.mutate())}>
        <Stack>
          <TextInput
            label="Adresse e-mail"
            type="email"
            autoComplete="username"
            inputMode="email"
            required
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label="Mot de passe"
            autoComplete="current-password"
            size="md"
            required
            {...form.getInputProps("password")}
          />
          {logIn.isError && <ErrorState error={logIn.error} />}
          <Button type="submit" size="lg" loading={logIn.isPending}>
            Se connecter
          </Button>
          <Anchor
            component={Link}
            to={paths.forgottenPassword}
            ta="center"
            onClick={() => typedAddress.set(form.values.email.trim())}
          >
            Mot de passe oublié ?
          </Anchor>
        </Stack>
      </form>
    </EntrancePage>
  );
}
