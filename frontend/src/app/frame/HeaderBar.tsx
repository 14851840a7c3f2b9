import { Box, Group, Text } from "@mantine/core";
import { IconWifi, IconWifiOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { paths } from "@/lib/paths";
import { useReachable } from "@/lib/server/network";
import { hasRole, useIdentity } from "@/lib/server/session";
import { useSiteName } from "@/lib/site";
import { Mark } from "@/ui/Mark";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./HeaderBar.module.css";
import { PersonTarget } from "./PersonTarget";

const EditionInView = lazy(() =>
  import("./EditionInView").then((module) => ({ default: module.EditionInView })),
);

/** The association, the edition in view, the network's state, the person's menu. */
export function HeaderBar() {
  const who = useIdentity();
  const name = useSiteName();
  return (
    <Group justify="space-between" wrap="nowrap" style={{ flex: 1, minWidth: 0 }}>
      <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
        <Mark size={32} />
        <div className={classes.names}>
          <Text component={Link} to={paths.home} fw={650} c="dark" truncate td="none" lh={1.25}>
            {name === undefined ? "Bourse" : `Bourse ${name}`}
          </Text>
          {hasRole(who, "volunteer") && (
            <Suspense>
              <EditionInView />
            </Suspense>
          )}
        </div>
      </Group>
      <Group gap="sm" wrap="nowrap">
        <NetworkState />
        <PersonButton />
      </Group>
    </Group>
  );
}

function NetworkState() {
  const reachable = useReachable();
  return (
    <Box role="status">
      <StateBadge tone={reachable ? "good" : "waiting"}>
        {reachable ? <IconWifi size={18} aria-hidden /> : <IconWifiOff size={18} aria-hidden />}
        <span className={reachable ? classes.reachable : undefined}>
          {reachable ? "En ligne" : "Hors ligne"}
        </span>
      </StateBadge>
    </Box>
  );
}

/** The menu's code comes with the first click: most visits never open it. */
const PersonMenu = lazy(() => import("./PersonMenu").then((module) => ({ default: module.PersonMenu })));

function PersonButton() {
  const who = useIdentity();
  const [wanted, setWanted] = useState(false);
  if (who === undefined) return null;
  const button = <PersonTarget who={who} onClick={() => setWanted(true)} />;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <PersonMenu who={who} />
    </Suspense>
  );
}
