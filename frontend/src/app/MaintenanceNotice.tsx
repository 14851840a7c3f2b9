import { Alert } from "@mantine/core";
import { IconTool } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { isOffline } from "@/lib/paths";
import { maintenance } from "@/lib/server/maintenance";
import { useStore } from "@/lib/store";

/** Over every page while the server is closed for maintenance; a till or a desk goes on and says itself that it is without server. */
export function MaintenanceNotice() {
  const words = useStore(maintenance);
  const apart = useRouterState({ select: (state) => isOffline(state.location.pathname) });
  if (words === undefined || apart) return null;
  return (
    <Alert
      role="status"
      color="orange"
      variant="filled"
      icon={<IconTool aria-hidden />}
      title="Maintenance en cours"
      pos="fixed"
      bottom={76}
      right={16}
      left={16}
      maw={560}
      mx="auto"
      style={{ zIndex: 300 }}
    >
      {words}
    </Alert>
  );
}
