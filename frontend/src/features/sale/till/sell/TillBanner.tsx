import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTill, useTillState } from "@/features/sale/till/till-context";
import { formatHour } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { device } from "@/lib/server/device";
import { useIdentity } from "@/lib/server/session";
import { useStore } from "@/lib/store";
import { CAPACITY, isCountered, WARNING, waiting } from "@/offline/ticket/ledger";
import { totalOf } from "@/offline/ticket/ticket";
import { confirm } from "@/ui/dialog/confirm";
import { DoubleSales } from "./DoubleSales";
import classes from "./TillBanner.module.css";

const MANY = 100;

/** What must be seen from across the hall: the first of these that holds; below it a sale that a crash cut short. */
export function TillBanner() {
  const trouble = useTrouble();
  return (
    <>
      {trouble !== undefined && <Trouble>{trouble}</Trouble>}
      <DoubleSales />
      <Interrupted />
    </>
  );
}

/** The money may be in the drawer or not: only who stands there knows. */
function Interrupted() {
  const { till } = useTill();
  const { ledger } = useTillState();
  const entry = ledger.find((one) => one.interrupted);
  if (entry === undefined || isCountered(ledger, entry.ticket.ticket_id)) return null;
  const { ticket_id, sold_at, lines } = entry.ticket;
  return (
    <Alert color="waiting" radius={0} py="sm" role="alert">
      <Group justify="space-between">
        <Text style={{ flex: "1 1 260px" }}>
          La caisse s’est arrêtée pendant la vente de {formatHour(sold_at)} (
          {formatExactCents(totalOf(lines))}) : elle est comptée comme payée. Si le client n’a pas payé,
          annulez-la dans Menu, Tickets et annulations.
        </Text>
        <Button
          variant="default"
          size="sm"
          onClick={() => void till.note({ type: "acknowledged", ticketId: ticket_id })}
        >
          J’ai vérifié
        </Button>
      </Group>
    </Alert>
  );
}

function Trouble({ children }: { readonly children: ReactNode }) {
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
        {children}
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
  const paired = useStore(device.held);
  const count = waiting(ledger).length;
  const apart = ledger.filter((entry) => entry.state === "quarantined").length;
  if (closedElsewhere) return <ClosedElsewhere />;
  if (count >= CAPACITY) {
    return `${CAPACITY} tickets attendent : cette caisse ne peut plus vendre. Rapprochez-la du réseau ou prévenez un gestionnaire.`;
  }
  if (count >= WARNING) {
    return `${count} tickets attendent sur ${CAPACITY} au plus. Rapprochez la caisse du réseau.`;
  }
  if (doubt === "unknown_session") return <Unknown />;
  if (doubt !== undefined || apart > 0) {
    return `Le serveur n’a pas reconnu ${apart > 1 ? `${apart} tickets` : "un ticket"} : ${apart > 1 ? "ils sont gardés" : "il est gardé"} à part. Prévenez un gestionnaire.`;
  }
  if (who === undefined && !paired) {
    return (
      <>
        La connexion de cette caisse est terminée : continuez à vendre, les ventes restent ici.{" "}
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

/** After a restored backup: the session was opened later than it. */
function Unknown() {
  const { exchange } = useTill();
  const leave = async () => {
    const yes = await confirm({
      title: "Quitter cette session de caisse ?",
      body: "Ses tickets restent sur cet appareil et partent au serveur, où un gestionnaire les accepte. Ouvrez ensuite la caisse de nouveau.",
      confirm: "Quitter",
    });
    if (yes) await exchange.leave();
  };
  return (
    <Group justify="space-between">
      Le serveur ne connaît plus l’ouverture de cette caisse : il a été restauré. Finissez avec ce client,
      quittez, puis ouvrez-la de nouveau.
      <Button variant="white" color="bad" size="sm" onClick={() => void leave()}>
        Quitter
      </Button>
    </Group>
  );
}

function ClosedElsewhere() {
  const { till, exchange } = useTill();
  const unsent = till.queued();
  const leave = async () => {
    const yes = await confirm({
      title: "Quitter cette session de caisse ?",
      body:
        unsent === 0
          ? "Toutes les ventes faites ici sont enregistrées."
          : `${unsent} ticket${unsent > 1 ? "s" : ""} attend${unsent > 1 ? "ent" : ""} encore : ${unsent > 1 ? "ils restent" : "il reste"} sur cet appareil et partir${unsent > 1 ? "ont" : "a"} de la page Caisse.`,
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
