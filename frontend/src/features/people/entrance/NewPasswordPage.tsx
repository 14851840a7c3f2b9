import { Alert, Button, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { PasswordField } from "@/ui/form/PasswordField";
import { SHORTEST } from "@/ui/form/strength";
import { ErrorState } from "@/ui/states";
import { resetPassword } from "./api";
import { EntrancePage } from "./EntrancePage";

/** What the reset mail's link opens. */
export function NewPasswordPage() {
  const token = useRouterState({ select: (state) => state.location.hash });
  const form = useForm({
    initialValues: { password: "" },
    validateInputOnBlur: true,
    validate: {
      password: (password) => (password.length < SHORTEST ? `${SHORTEST} caractères au moins` : null),
    },
  });
  const reset = useMutation({
    mutationFn: () => resetPassword(token, form.values.password),
    onError: (thrown) => form.setErrors(asProblem(thrown).byField()),
  });
  if (reset.isSuccess) {
    return (
      <EntrancePage title="C’est fait">
        <Stack>
          <Text>Votre nouveau mot de passe est enregistré. Les autres appareils ont été déconnectés.</Text>
          <Button component={Link} to={paths.login} size="lg">
            Se connecter
          </Button>
        </Stack>
      </EntrancePage>
    );
  }
  const dead = token === "" || asProblem(reset.error).code === "reset_link_invalid";
  if (dead) {
    return (
      <EntrancePage title="Ce lien n’est plus valable">
        <Stack>
          <Alert color="waiting">Un lien sert une seule fois et pendant une heure.</Alert>
          <Button component={Link} to={paths.forgottenPassword} size="lg">
            En demander un autre
          </Button>
        </Stack>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title="Nouveau mot de passe">
      <form noValidate onSubmit={form.onSubmit(() => reset.mutate())}>
        <Stack>
          <PasswordField
            label="Nouveau mot de passe"
            description="Une phrase courte fait un bon mot de passe"
            {...form.getInputProps("password")}
          />
          {reset.isError && asProblem(reset.error).errors.length === 0 && <ErrorState error={reset.error} />}
          <Button type="submit" size="lg" loading={reset.isPending}>
            Enregistrer
          </Button>
        </Stack>
      </form>
    </EntrancePage>
  );
}
