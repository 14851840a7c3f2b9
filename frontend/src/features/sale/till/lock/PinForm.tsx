import { Center, PinInput, Stack, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

/** A scanner's figures fill the four boxes within less than this: its label is not tried as a code. */
const SETTLED_MS = 150;

interface PinFormProps {
  readonly label: string;
  readonly wrong: boolean;
  readonly onType?: () => void;
  readonly onPin: (pin: string) => Promise<void>;
}

export function PinForm({ label, wrong, onType, onPin }: PinFormProps) {
  const [pin, setPin] = useState("");
  const complete = useDebouncedCallback((whole: string) => {
    setPin("");
    void onPin(whole);
  }, SETTLED_MS);
  return (
    <Stack align="center">
      <Text c="gray.7">{label}</Text>
      <Center>
        <PinInput
          type="number"
          size="xl"
          mask
          autoFocus
          value={pin}
          error={wrong}
          getInputProps={(index) => ({ "aria-label": `Chiffre ${index + 1} du code` })}
          onChange={(next) => {
            setPin(next);
            complete.cancel();
            if (next !== "") onType?.();
          }}
          onComplete={complete}
        />
      </Center>
    </Stack>
  );
}
