import { Button, Group, Paper, Text } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { newVersion } from "@/lib/new-version";
import { isOffline } from "@/lib/paths";
import { useStore } from "@/lib/store";

/**
 * Announces a new version, beneath any dialog whose buttons it would cover; a till does so itself, between two tickets, and a
 * desk between two people.
 */
export function UpdatePrompt() {
  const version = useStore(newVersion);
  const apart = useRouterState({ select: (state) => isOffline(state.location.pathname) });
  if (version === undefined || apart) return null;
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
      style={{ zIndex: 100 }}
    >
      <Group justify="space-between" wrap="nowrap">
        <Text>Une nouvelle version est prête.</Text>
        <Button size="sm" onClick={version.take}>
          Mettre à jour
        </Button>
      </Group>
    </Paper>
  );
}
