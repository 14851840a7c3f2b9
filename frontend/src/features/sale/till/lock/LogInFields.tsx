import { PasswordInput, TextInput } from "@mantine/core";

export interface LogIn {
  readonly email: string;
  readonly password: string;
}

export const NO_LOG_IN: LogIn = { email: "", password: "" };

interface LogInFieldsProps {
  readonly value: LogIn;
  readonly onChange: (next: LogIn) => void;
}

/** For somebody who steps up to a till that another person runs: nothing is remembered on the device. */
export function LogInFields({ value, onChange }: LogInFieldsProps) {
  return (
    <>
      <TextInput
        label="Adresse e-mail"
        type="email"
        autoComplete="off"
        inputMode="email"
        required
        value={value.email}
        onChange={(event) => onChange({ ...value, email: event.currentTarget.value })}
      />
      <PasswordInput
        label="Mot de passe"
        autoComplete="off"
        size="md"
        required
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
      />
    </>
  );
}
