import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconWifi, IconWifiOff } from "@tabler/icons-react";
import { useState } from "react";
import { useDesk, useDeskState } from "@/features/deposit/desk/desk-context";
import { toSend } from "@/features/deposit/desk/wording";
import { useReachable } from "@/lib/server/network";
import { counted } from "@/lib/words";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./DeskHeader.module.css";
import { Refusals } from "./Refusals";

/** Which table, which edition, whether the server is there and what it does not know yet. */
export function DeskHeader() {
  const { desk } = useDesk();
  const { editionName, deskNumber, volunteers, isTraining } = desk.session();
  const { commands } = useDeskState();
  const refused = commands.filter(({ state }) => state === "refused");
  const [reading, setReading] = useState(false);
  return (
    <header className={classes.header}>
      <div className={classes.identity}>
        <Text fw={650} lh={1.2} truncate>
          {deskNumber === undefined ? "Table de dépôt" : `Table ${deskNumber}`}
        </Text>
        <Text size="sm" c="gray.7" lh={1.2} truncate>
          {[editionName, ...volunteers].join(" · ")}
        </Text>
      </div>
      {isTraining && <StateBadge tone="waiting">Entraînement</StateBadge>}
      {refused.length > 0 && (
        <Button
          color="bad"
          size="sm"
          leftSection={<IconAlertTriangle size={18} aria-hidden />}
          onClick={() => setReading(true)}
        >
          {counted(refused.length, "décision refusée", "décisions refusées")}
        </Button>
      )}
      <Standing />
      {reading && <Refusals refused={refused} onClose={() => setReading(false)} />}
    </header>
  );
}

function Standing() {
  const reachable = useReachable();
  const { commands } = useDeskState();
  const waiting = commands.filter(({ state }) => state === "waiting").length;
  return (
    <div role="status" className={classes.network} data-good={(reachable && waiting === 0) || undefined}>
      {reachable ? <IconWifi size={20} aria-hidden /> : <IconWifiOff size={20} aria-hidden />}
      <span>
        {reachable ? "En ligne" : "Hors ligne"}
        {waiting > 0 && ` – ${toSend(waiting)}`}
      </span>
    </div>
  );
}
