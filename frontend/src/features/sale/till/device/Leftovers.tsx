import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconDownload, IconSend } from "@tabler/icons-react";
import { useTill, useTillState } from "@/features/sale/till/till-context";
import { useReachable } from "@/lib/server/network";
import { hasRole, useIdentity } from "@/lib/server/session";
import { useStore } from "@/lib/store";
import { counted } from "@/lib/words";
import { type Leftover, leftovers } from "@/offline/ticket/past";
import { saveLedger } from "./save-queue";

/** What earlier sessions left on this device, edition by edition: sent from here, or taken along as a file. */
export function Leftovers() {
  const { past } = useTillState();
  return (
    <>
      {leftovers(past).map((left) => (
        <LeftoverCard key={left.origin?.editionId ?? "unknown"} left={left} />
      ))}
    </>
  );
}

function LeftoverCard({ left }: { readonly left: Leftover }) {
  const { till, exchange } = useTill();
  const busy = useStore(exchange.delivery.busy);
  const { origin, registers, tickets, unsent, apart } = left;
  const count = unsent.length;
  /** For a server that was restored from a backup; whatever it knows counts once. */
  const sendAll = async (editionId: string) => {
    await till.sendAllAgain(editionId);
    await exchange.delivery.synchronise(true);
  };
  const place = registers.length === 0 ? "" : ` · caisse ${registers.join(", ")}`;
  return (
    <Alert
      color={count > 0 ? "waiting" : "gray"}
      title={`${origin?.editionName ?? "Édition inconnue"}${place}`}
      role={count > 0 ? "status" : undefined}
    >
      <Stack gap="sm" align="flex-start">
        <Text>
          {count > 0
            ? `${counted(count, "ticket")} à envoyer.`
            : `${counted(tickets.length, "ticket")}, tous arrivés. Une copie reste ici jusqu’à la clôture de l’édition.`}
          {apart > 0 && ` Le serveur en garde ${apart} à part : un gestionnaire décide.`}
        </Text>
        {count > 0 && <WhyNotSent left={left} />}
        <Group gap="xs">
          {count > 0 && origin !== undefined && (
            <Button
              leftSection={<IconSend size={20} aria-hidden />}
              loading={busy}
              onClick={() => void exchange.delivery.synchronise(true)}
            >
              Envoyer maintenant
            </Button>
          )}
          {count === 0 && origin !== undefined && (
            <Button
              variant="default"
              leftSection={<IconSend size={20} aria-hidden />}
              loading={busy}
              onClick={() => void sendAll(origin.editionId)}
            >
              Renvoyer tout
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconDownload size={20} aria-hidden />}
            onClick={() => saveLedger(tickets, origin?.editionCode ?? "inconnue")}
          >
            Sauver dans un fichier
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** What stands in the way, and what to do about it. */
function WhyNotSent({ left: { origin } }: { readonly left: Leftover }) {
  const { exchange } = useTill();
  const reachable = useReachable();
  const who = useIdentity();
  const refusal = useStore(exchange.delivery.refusals).get(origin?.editionId ?? "");
  if (origin === undefined) {
    return (
      <Text>
        Cet appareil ne sait plus de quelle édition ils viennent : sauvez-les, puis apportez le fichier
        ci-dessous en choisissant l’édition.
      </Text>
    );
  }
  if (!reachable) return <Text>Hors ligne : ils partiront d’ici dès que le réseau reviendra.</Text>;
  if (!hasRole(who, "volunteer")) return <Text>Connectez-vous : ils partiront aussitôt.</Text>;
  if (refusal === undefined || refusal.status >= 500 || refusal.status === 0) return null;
  return (
    <Text c="bad.7" role="alert">
      {refusal.message} Rien n’est perdu : sauvez-les dans un fichier et prévenez un gestionnaire.
    </Text>
  );
}
