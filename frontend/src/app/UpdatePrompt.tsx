import { useRegisterSW } from "virtual:pwa-register/react";
import { Button, Group, Paper, Text } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { paths } from "@/lib/paths";

const HOUR_MS = 3_600_000;

/** Registers the service worker and announces a new version; a till decides for itself when to take it. */
export function UpdatePrompt() {
  const {
    needRefresh: [waiting],
    updateServiceWorker,
  } = useRegisterSW({
    onRegisteredSW: (_url, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), HOUR_MS);
    },
  });
  const selling = useRouterState({ select: (state) => state.location.pathname === paths.till });
  if (!waiting || selling) return null;
  return (
    <Paper
      role="status"
      shadow="md"
      pos="fixed"
      bottom={76}
      right={16}
      left={16}
      maw={460}
      mx="auto"
      style={{ zIndex: 300 }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text>Une nouvelle version est prête.</Text>
        <Button size="sm" onClick={() => void updateServiceWorker()}>
          Mettre à jour
        </Button>
      </Group>
    </Paper>
  );
}
