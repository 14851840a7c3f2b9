import { Alert, Text } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { paths } from "@/lib/paths";
import { useIdentity } from "@/lib/session";
import { useStore } from "@/lib/store";
import { CAPACITY, WARNING, waiting } from "@/offline/ledger";
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
      <Text fw={600}>{trouble}</Text>
    </Alert>
  );
}

function useTrouble(): ReactNode {
  const { exchange } = useTill();
  const { ledger } = useTillState();
  const doubt = useStore(exchange.doubt);
  const who = useIdentity();
  const count = waiting(ledger).length;
  const apart = ledger.filter((entry) => entry.state === "quarantined").length;
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
