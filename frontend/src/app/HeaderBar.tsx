import { Box, Group, Text } from "@mantine/core";
import { IconWifi, IconWifiOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useEditionInView } from "@/lib/edition-in-view";
import { useReachable } from "@/lib/network";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/session";
import { StateBadge } from "@/ui/StateBadge";
import { PersonTarget } from "./PersonTarget";

const EditionInView = lazy(() =>
  import("./EditionInView").then((module) => ({ default: module.EditionInView })),
);

/** The association, the edition in view, the network's state, the person's menu. */
export function HeaderBar() {
  const who = useIdentity();
  const edition = useEditionInView();
  return (
    <Group justify="space-between" wrap="nowrap" style={{ flex: 1, minWidth: 0 }}>
      <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
        <img src="/icons/bourse.svg" width={32} height={32} alt="" />
        <Text component={Link} to={paths.home} fw={650} c="dark" truncate td="none">
          Bourse ALPE
        </Text>
        {edition !== undefined && hasRole(who, "manager") && (
          <Suspense>
            <EditionInView id={edition} />
          </Suspense>
        )}
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
        {reachable ? "En ligne" : "Hors ligne"}
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
