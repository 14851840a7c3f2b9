import { PasswordInput, Text, VisuallyHidden } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { PasswordQuestion } from "@/lib/server/password-again";
import { asProblem } from "@/lib/server/problem";
import { session, useIdentity } from "@/lib/server/session";
import { FormDialog } from "@/ui/dialog/FormDialog";

interface SessionEndedDialogProps {
  readonly question: PasswordQuestion;
  /** Leaves the page, and what was typed there, for the log-in. */
  readonly leave: () => void;
}

/** Over a page whose session has ended: the password opens another one, and what was being done goes on. */
export function SessionEndedDialog({ question, leave }: SessionEndedDialogProps) {
  const who = useIdentity();
  const [password, setPassword] = useState("");
  const [empty, setEmpty] = useState(false);
  const logIn = useMutation({
    mutationFn: () => session.logIn(who?.email ?? "", password),
    onSuccess: () => question.settle(true),
  });
  const refused = logIn.isError ? asProblem(logIn.error).message : undefined;
  return (
    <FormDialog
      title="Votre session est terminée"
      onClose={() => {
        question.settle(false);
        leave();
      }}
      onSubmit={() => {
        setEmpty(password === "");
        if (password !== "") logIn.mutate();
      }}
      submit="Continuer"
      cancel="Quitter cette page"
      pending={logIn.isPending}
      firm
    >
      <Text>
        Donnez de nouveau le mot de passe de <strong>{who?.email}</strong> pour reprendre là où vous en étiez
        : rien de ce que vous avez tapé n’est perdu.
      </Text>
      <VisuallyHidden>
        <input
          type="email"
          autoComplete="username"
          readOnly
          tabIndex={-1}
          aria-label="Adresse e-mail"
          value={who?.email ?? ""}
        />
      </VisuallyHidden>
      <PasswordInput
        label="Mot de passe"
        autoComplete="current-password"
        size="md"
        required
        data-autofocus
        value={password}
        error={empty ? "Indiquez votre mot de passe" : refused}
        onChange={(event) => {
          setEmpty(false);
          setPassword(event.currentTarget.value);
        }}
      />
    </FormDialog>
  );
}
