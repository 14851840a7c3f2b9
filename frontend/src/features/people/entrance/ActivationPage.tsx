import { Alert, Anchor, Button, Checkbox, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatPhone } from "@/domain/contact";
import { formatInstant } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { useSite } from "@/lib/site";
import { sending } from "@/ui/form/form";
import { NameFields } from "@/ui/form/NameFields";
import { PasswordField } from "@/ui/form/PasswordField";
import { SHORTEST } from "@/ui/form/strength";
import { ErrorState } from "@/ui/states";
import { activate, invitationQuery, renewInvitation } from "./api";
import { EntrancePage } from "./EntrancePage";

/** What the mail's link opens. The token stands behind `#`, so that it never reaches a log. */
export function ActivationPage() {
  const token = useRouterState({ select: (state) => state.location.hash });
  const invitation = useQuery({ ...invitationQuery(token), enabled: token !== "" });
  if (token === "") return <DeadLink token={token} code="invitation_invalid" />;
  if (invitation.isError)
    return <DeadLink token={token} code={asProblem(invitation.error).code} retry={invitation.refetch} />;
  if (invitation.data === undefined) {
    return (
      <EntrancePage title="Votre compte">
        <Group justify="center" p="lg">
          <Loader aria-label="Vérification du lien" />
        </Group>
      </EntrancePage>
    );
  }
  return <ActivationForm token={token} invitation={invitation.data} />;
}

interface ActivationFormProps {
  readonly token: string;
  readonly invitation: {
    readonly email: string;
    readonly edition: string;
    readonly first_name: string;
    readonly last_name: string;
    readonly phone?: string | null;
    readonly expires_at: string;
  };
}

function ActivationForm({ token, invitation }: ActivationFormProps) {
  const navigate = useNavigate();
  const form = useForm({
    initialValues: {
      first_name: invitation.first_name,
      last_name: invitation.last_name,
      phone: formatPhone(invitation.phone ?? ""),
      password: "",
      accept_terms: false,
      accept_privacy: false,
    },
    validateInputOnBlur: true,
    validate: {
      first_name: (name) => (name.trim() === "" ? "Indiquez votre prénom" : null),
      last_name: (name) => (name.trim() === "" ? "Indiquez votre nom" : null),
      password: (password) => (password.length < SHORTEST ? `${SHORTEST} caractères au moins` : null),
      accept_terms: (accepted) => (accepted ? null : "Cochez cette case pour participer"),
      accept_privacy: (accepted) => (accepted ? null : "Cochez cette case pour continuer"),
    },
  });
  const activation = useMutation({
    mutationFn: () => activate({ token, ...form.values }),
    onSuccess: () => navigate({ to: paths.home, replace: true }),
    onError: (thrown) => form.setErrors(asProblem(thrown).byField()),
  });
  return (
    <EntrancePage title="Bienvenue !" lead={`Créez votre accès pour « ${invitation.edition} ».`}>
      <form noValidate onSubmit={sending(form, () => activation.mutate())}>
        <Stack>
          <Text size="sm" c="gray.7">
            Votre identifiant sera <strong>{invitation.email}</strong>. Ce lien est valable jusqu’au{" "}
            {formatInstant(invitation.expires_at)}.
          </Text>
          <NameFields of={(field) => form.getInputProps(field)} />
          <TextInput
            label="Téléphone"
            description="Pour vous joindre pendant la bourse"
            type="tel"
            autoComplete="tel"
            {...form.getInputProps("phone")}
          />
          <PasswordField
            label="Mot de passe"
            description="Une phrase courte fait un bon mot de passe"
            {...form.getInputProps("password")}
          />
          <Checkbox
            size="md"
            label={
              <>
                J’accepte le{" "}
                <Anchor component={Link} to={paths.openRules} target="_blank">
                  règlement des déposants
                </Anchor>
              </>
            }
            {...form.getInputProps("accept_terms", { type: "checkbox" })}
          />
          <Checkbox
            size="md"
            label={
              <>
                J’ai lu ce que l’association fait de{" "}
                <Anchor component={Link} to={paths.privacy} target="_blank">
                  mes données
                </Anchor>
              </>
            }
            {...form.getInputProps("accept_privacy", { type: "checkbox" })}
          />
          {activation.isError && asProblem(activation.error).errors.length === 0 && (
            <ErrorState error={activation.error} />
          )}
          <Button type="submit" size="lg" loading={activation.isPending}>
            Créer mon accès
          </Button>
        </Stack>
      </form>
    </EntrancePage>
  );
}

interface Outcome {
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}

const toLogin = (
  <Button component={Link} to={paths.login} size="lg">
    Se connecter
  </Button>
);

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  invitation_expired: {
    title: "Ce lien a expiré",
    text: "Un lien d’activation sert pendant 7 jours. Un nouveau part à la même adresse si vous le demandez.",
  },
  invitation_used: {
    title: "Ce lien a déjà servi",
    text: "Votre compte existe : connectez-vous avec votre adresse et votre mot de passe.",
    action: (
      <>
        {toLogin}
        <Anchor component={Link} to={paths.forgottenPassword} ta="center">
          Mot de passe oublié ?
        </Anchor>
      </>
    ),
  },
  invitation_cancelled: {
    title: "Cette invitation a été annulée",
    text: "Un lien plus récent vous a peut-être été envoyé : cherchez le dernier message de l’association, ou écrivez-lui.",
  },
  invitation_invalid: {
    title: "Ce lien n’est pas complet",
    text: "Ouvrez-le de nouveau depuis le message, ou copiez-le en entier dans la barre d’adresse. Un message plus récent a peut-être pris sa place : ouvrez le dernier reçu.",
  },
};

/** The mail went to this address once already: whoever has the old link gets the new one without anybody's help. */
function Renewal({ token }: { readonly token: string }) {
  const renewal = useMutation({ mutationFn: () => renewInvitation(token) });
  if (renewal.isSuccess) {
    return (
      <Alert color="good" title="Le nouveau lien est parti" role="status">
        Regardez vos messages, à l’adresse où vous avez reçu celui-ci ; au besoin dans les indésirables.
      </Alert>
    );
  }
  return (
    <>
      {renewal.isError && <ErrorState error={renewal.error} />}
      <Button size="lg" loading={renewal.isPending} onClick={() => renewal.mutate()}>
        Recevoir un nouveau lien
      </Button>
    </>
  );
}

interface DeadLinkProps {
  readonly token: string;
  readonly code: string;
  readonly retry?: () => unknown;
}

function DeadLink({ token, code, retry }: DeadLinkProps) {
  const outcome = OUTCOMES[code];
  const contact = useSite()?.contact_email || undefined;
  if (outcome === undefined) {
    return (
      <EntrancePage title="Votre compte">
        <Alert color="waiting" title="Le lien n’a pas pu être vérifié">
          <Stack align="flex-start">
            Vérifiez la connexion, puis réessayez.
            <Button onClick={() => void retry?.()}>Réessayer</Button>
          </Stack>
        </Alert>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title={outcome.title}>
      <Stack>
        <Text>{outcome.text}</Text>
        {outcome.action}
        {code === "invitation_expired" && <Renewal token={token} />}
        {contact !== undefined && code !== "invitation_used" && (
          <Text>
            Écrivez à l’association : <Anchor href={`mailto:${contact}`}>{contact}</Anchor>
          </Text>
        )}
      </Stack>
    </EntrancePage>
  );
}
