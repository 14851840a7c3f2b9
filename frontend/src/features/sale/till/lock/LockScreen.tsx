import { Button, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { seesRegister } from "@/features/sale/till/api";
import { saveQueue } from "@/features/sale/till/device/save-queue";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { beepRefused } from "@/features/sale/till/sounds";
import { useRegisterSession, useTill } from "@/features/sale/till/till-context";
import { useReachable } from "@/lib/server/network";
import { session } from "@/lib/server/session";
import { ErrorState } from "@/ui/states";
import { type LogIn, LogInFields, NO_LOG_IN } from "./LogInFields";
import { PinForm } from "./PinForm";

type Way = "pin" | "forgotten" | "change_seller" | "new_pin";

interface LockScreenProps {
  /** Counts and closes the till, so that the next seller opens it. */
  readonly onChangeSeller: () => void;
}

/** Nobody sells while the volunteer is away; the PIN needs no network, the other ways out do. */
export function LockScreen({ onChangeSeller }: LockScreenProps) {
  const { till } = useTill();
  const { registerNumber, seller } = useRegisterSession();
  const [way, setWay] = useState<Way>("pin");
  const [wrong, setWrong] = useState(false);
  const [scans, setScans] = useState(0);
  useScans(() => {
    beepRefused();
    setWrong(false);
    setScans((count) => count + 1);
  });
  const turnTo = (next: Way) => {
    setWrong(false);
    setWay(next);
  };
  const attempt = async (pin: string) => {
    setScans(0);
    setWrong(!(await till.unlock(pin)));
  };
  const letIn = async () => {
    if (way === "forgotten") return setWay("new_pin");
    await till.letIn();
    onChangeSeller();
  };

  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper p="xl" shadow="sm" w="100%" maw={440}>
        <Stack align="stretch" ta="center">
          <Center>
            <IconLock size={48} stroke={1.5} aria-hidden />
          </Center>
          <Title order={1}>Caisse {registerNumber} verrouillée</Title>
          <Text role="alert" c="bad.7" fw={600} mih="1.5em">
            {scans > 0
              ? "Caisse verrouillée : l’article scanné n’est dans aucun ticket. Déverrouillez, puis scannez-le encore."
              : wrong
                ? "Ce n’est pas le bon code."
                : ""}
          </Text>
          {way === "pin" && (
            <>
              <PinForm
                key={scans}
                label={seller === "" ? "Tapez le code de la caisse." : `Tapez le code choisi par ${seller}.`}
                wrong={wrong}
                onType={() => setWrong(false)}
                onPin={attempt}
              />
              <Button variant="default" onClick={() => turnTo("forgotten")}>
                Code oublié ?
              </Button>
              <Button variant="default" onClick={() => turnTo("change_seller")}>
                Changer de vendeur
              </Button>
              <SaveButton />
            </>
          )}
          {(way === "forgotten" || way === "change_seller") && (
            <ByLogIn
              text={
                way === "forgotten"
                  ? `${seller === "" ? "La personne qui tient la caisse" : seller}, ou un gestionnaire, se connecte et choisit un nouveau code.`
                  : `${seller === "" ? "La personne qui tient la caisse" : seller}, ou un gestionnaire, se connecte : la caisse est comptée et fermée, puis la personne suivante l’ouvre à son nom.`
              }
              onLetIn={letIn}
              onReturn={() => setWay("pin")}
            />
          )}
          {way === "new_pin" && (
            <PinForm
              label="Choisissez un nouveau code de 4 chiffres."
              wrong={false}
              onPin={(pin) => till.letIn(pin)}
            />
          )}
        </Stack>
      </Paper>
    </Center>
  );
}

interface ByLogInProps {
  readonly text: string;
  readonly onLetIn: () => Promise<void>;
  readonly onReturn: () => void;
}

/** The server says who may: the seller whose till it is, and every manager. */
function ByLogIn({ text, onLetIn, onReturn }: ByLogInProps) {
  const { sessionId } = useRegisterSession();
  const reachable = useReachable();
  const [logIn, setLogIn] = useState<LogIn>(NO_LOG_IN);
  const check = useMutation({
    mutationFn: async () => {
      const { email, password } = { ...logIn, email: logIn.email.trim() };
      await session.vouched(email, password, (token) => seesRegister(sessionId, token));
      // Nobody is logged in here any more, and the sales wait for it.
      if (session.identity.get() === undefined) await session.logIn(email, password);
      await onLetIn();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack ta="left">
        <Text>{text}</Text>
        {!reachable && (
          <Text c="bad.7" fw={600}>
            Il faut le réseau pour cela. Les ventes restent en sécurité sur cet appareil.
          </Text>
        )}
        <LogInFields value={logIn} onChange={setLogIn} />
        {check.isError && <ErrorState error={check.error} />}
        <Button
          type="submit"
          size="lg"
          loading={check.isPending}
          disabled={logIn.email.trim() === "" || logIn.password === ""}
        >
          Continuer
        </Button>
        <Button variant="default" onClick={onReturn}>
          Revenir au code
        </Button>
        <SaveButton />
      </Stack>
    </form>
  );
}

/** Sales that have not left yet are never shut in with the till. */
function SaveButton() {
  const { till } = useTill();
  const { registerNumber } = useRegisterSession();
  const unsent = till.unsent();
  if (unsent.length === 0) return null;
  return (
    <Button variant="default" onClick={() => saveQueue(unsent, registerNumber)}>
      Sauver les ventes dans un fichier ({unsent.length})
    </Button>
  );
}
