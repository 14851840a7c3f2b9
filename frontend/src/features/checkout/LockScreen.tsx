import { Center, Paper, PinInput, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { useRegisterSession, useTill } from "./till-context";

/** Nobody sells while the volunteer is away; the PIN needs no network. */
export function LockScreen() {
  const { till } = useTill();
  const { registerNumber, seller } = useRegisterSession();
  const [pin, setPin] = useState("");
  const [wrong, setWrong] = useState(false);
  const attempt = async (whole: string) => {
    if (await till.unlock(whole)) return;
    setWrong(true);
    setPin("");
  };
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper p="xl" shadow="sm" w="100%" maw={420}>
        <Stack align="center">
          <IconLock size={48} stroke={1.5} aria-hidden />
          <Title order={1}>Caisse {registerNumber} verrouillée</Title>
          <Text c="gray.7">
            {seller === "" ? "Tapez le code de la caisse." : `Tapez le code choisi par ${seller}.`}
          </Text>
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
              if (next !== "") setWrong(false);
            }}
            onComplete={(whole) => void attempt(whole)}
          />
          <Text role="alert" c="bad.7" mih="1.5em">
            {wrong ? "Ce n’est pas le bon code." : ""}
          </Text>
        </Stack>
      </Paper>
    </Center>
  );
}
