import { PasswordInput, type PasswordInputProps, Progress, Stack, Text } from "@mantine/core";
import { strengthOf } from "./strength";

/** A password being chosen, with its strength in words. */
export function PasswordField({ value, ...input }: PasswordInputProps) {
  const { share, words, tone } = strengthOf(String(value));
  // What the server has refused is not praised.
  const judged = value !== "" && !input.error;
  return (
    <Stack gap={6}>
      <PasswordInput size="md" autoComplete="new-password" required value={value} {...input} />
      {judged && (
        <div>
          <Progress value={share} color={tone} aria-label="Solidité du mot de passe" />
          <Text size="sm" c="gray.7" role="status" mt={4}>
            {words}
          </Text>
        </div>
      )}
    </Stack>
  );
}
