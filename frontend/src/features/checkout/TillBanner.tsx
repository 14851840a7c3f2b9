import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "@/lib/paths";
import { useIdentity } from "@/lib/session";
import { useStore } from "@/lib/store";
import { CAPACITY, WARNING, waiting } from "@/offline/ledger";
import { confirm } from "@/ui/confirm";
import classes from "./SellScreen.module.css";
import { useTill, useTillState } from "./till-context";

const MANY = 100;

/** What must be seen from across the hall: the first of these that holds. */
export function TillBanner() {
  const trouble = useTrouble();
  if (trouble === undefined) return null;
  return (
    <Alert
      color="bad"
      variant="filled"
      radius={0}
      py="sm"
      icon={<IconAlertOctagon aria-hidden />}
      role="alert"
    >
      <Text component="div" fw={600}>
        {trouble}
      </Text>
    </Alert>
  );
}

function useTrouble(): ReactNode {
  const { exchange } = useTill();
  const { ledger } = useTillState();
  const doubt = useStore(exchange.doubt);
  const closedElsewhere = useStore(exchange.closedElsewhere);
  const who = useIdentity();
  const count = waiting(ledger).length;
  const apart = ledger.filter((entry) => entry.state === "quarantined").length;
  if (closedElsewhere) return <ClosedElsewhere />;
  if (count >= CAPACITY) {
    return `${CAPACITY} tickets attendent : cette caisse ne peut plus vendre. Rapprochez-la du réseau ou prévenez un gestionnaire.`;
  }
  if (count >= WARNING) {
    return `${count} tickets attendent sur ${CAPACITY} au plus. Rapprochez la caisse du réseau.`;
  }
  if (doubt !== undefined || apart > 0) {
    return `Le serveur n’a pas reconnu ${apart > 1 ? `${apart} tickets` : "un ticket"} : ${apart > 1 ? "ils sont gardés" : "il est gardé"} à part. Prévenez un gestionnaire.`;
  }
  if (who === undefined) {
    return (
      <>
        Votre connexion est terminée : les ventes restent ici.{" "}
        <Link to={paths.login} search={{ suite: paths.till }} className={classes.onRed}>
          Reconnectez-vous
        </Link>{" "}
        pour qu’elles partent.
      </>
    );
  }
  if (count > MANY) return `${count} tickets attendent le réseau. Ils sont en sécurité sur cet appareil.`;
  return undefined;
}

function ClosedElsewhere() {
  const { till, exchange } = useTill();
  const unsent = till.unsent().length;
  const leave = async () => {
    const yes = await confirm({
      title: "Quitter cette session de caisse ?",
      body:
        unsent === 0
          ? "Toutes les ventes faites ici sont enregistrées."
          : `${unsent} ticket${unsent > 1 ? "s" : ""} attend${unsent > 1 ? "ent" : ""} encore : ${unsent > 1 ? "ils restent" : "il reste"} sur cet appareil et partir${unsent > 1 ? "ont" : "a"} à la prochaine ouverture.`,
      confirm: "Quitter",
    });
    if (yes) await exchange.leave();
  };
  return (
    <Group justify="space-between">
      Cette caisse a été fermée ou reprise sur un autre appareil.
      <Button variant="white" color="bad" size="sm" onClick={() => void leave()}>
        Quitter
      </Button>
    </Group>
  );
}
