import { Button, Group, Text } from "@mantine/core";
import { IconDotsVertical, IconWifi, IconWifiOff } from "@tabler/icons-react";
import { Suspense } from "react";
import { AsideMenu, TillMenu } from "@/features/sale/till/screens";
import { useRegisterSession, useTill, useTillState } from "@/features/sale/till/till-context";
import { useReachable } from "@/lib/server/network";
import { waiting } from "@/offline/ticket/ledger";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./TillHeader.module.css";

interface TillHeaderProps {
  readonly onTickets: () => void;
  readonly onClose: () => void;
  readonly onTake: () => void;
  readonly onTakeUp: (index: number) => void;
  readonly onSaved: () => void;
}

/** Which till, which edition, whether the server is there; everything that is not selling hides in the menu. */
export function TillHeader({ onTakeUp, ...menu }: TillHeaderProps) {
  const { registerNumber, editionName, seller, isTraining } = useRegisterSession();
  const { aside } = useTillState();
  return (
    <header className={classes.header}>
      <Group gap="sm" wrap="nowrap" className={classes.identity ?? ""}>
        <div className={classes.number} aria-hidden>
          {registerNumber}
        </div>
        <div style={{ minWidth: 0 }}>
          <Text fw={650} lh={1.2} truncate>
            Caisse {registerNumber}
          </Text>
          <Text size="sm" c="gray.7" lh={1.2} truncate>
            {editionName}
            {seller !== "" && ` · ${seller}`}
          </Text>
        </div>
      </Group>
      <Group gap="xs" wrap="nowrap" className={classes.standing ?? ""}>
        {isTraining && <StateBadge tone="waiting">Entraînement</StateBadge>}
        <PrivateSale />
        <Suspense>{aside.length > 0 && <AsideMenu onTakeUp={onTakeUp} />}</Suspense>
        <NetworkBadge />
        <Suspense fallback={<MenuToCome />}>
          <TillMenu {...menu} />
        </Suspense>
      </Group>
    </header>
  );
}

function MenuToCome() {
  return (
    <Button variant="default" px="sm" aria-label="Menu" disabled>
      <IconDotsVertical size={22} aria-hidden />
    </Button>
  );
}

function NetworkBadge() {
  const reachable = useReachable();
  const { ledger } = useTillState();
  const count = waiting(ledger).length;
  const tickets = count === 0 ? "" : ` – ${count} ticket${count > 1 ? "s" : ""} en attente`;
  return (
    <div role="status" className={classes.network} data-reachable={reachable && count === 0}>
      {reachable ? <IconWifi size={20} aria-hidden /> : <IconWifiOff size={20} aria-hidden />}
      <span>
        {reachable ? "En ligne" : "Hors ligne"}
        {tickets}
      </span>
    </div>
  );
}

function PrivateSale() {
  const { till } = useTill();
  const { privateSale } = useRegisterSession();
  if (privateSale === undefined) return null;
  const now = till.serverNow();
  if (now < Date.parse(privateSale.starts_at) || now >= Date.parse(privateSale.ends_at)) return null;
  return <StateBadge tone="accent">Vente privée</StateBadge>;
}
