import { PasswordInput, Text, VisuallyHidden } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { PasswordQuestion } from "@/lib/server/password-again";
import { asProblem } from "@/lib/server/problem";
import { useIdentity } from "@/lib/server/session";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { confirmPassword } from "./api";

/** Asks for the password before a deed that a screen left open must not allow; the deed goes on by itself. */
export function PasswordAgainDialog({ question }: { readonly question: PasswordQuestion }) {
  const who = useIdentity();
  const [password, setPassword] = useState("");
  const [empty, setEmpty] = useState(false);
  const confirming = useMutation({
    mutationFn: () => confirmPassword(password),
    onSuccess: () => question.settle(true),
  });
  const refused = confirming.isError ? asProblem(confirming.error).message : undefined;
  const wrong = empty ? "Indiquez votre mot de passe" : refused;
  return (
    <FormDialog
      title="Votre mot de passe, s’il vous plaît"
      onClose={() => question.settle(false)}
      onSubmit={() => {
        setEmpty(password === "");
        if (password !== "") confirming.mutate();
      }}
      submit="Continuer"
      pending={confirming.isPending}
    >
      <Text>
        Vous l’avez tapé il y a plus d’un quart d’heure. Cette action demande de vérifier que c’est bien vous.
      </Text>
      <VisuallyHidden>
        <input type="email" autoComplete="username" readOnly tabIndex={-1} value={who?.email ?? ""} />
      </VisuallyHidden>
      <PasswordInput
        label="Mot de passe"
        autoComplete="current-password"
        size="md"
        data-autofocus
        value={password}
        error={wrong}
        onChange={(event) => {
          setEmpty(false);
          setPassword(event.currentTarget.value);
        }}
      />
    </FormDialog>
  );
}
