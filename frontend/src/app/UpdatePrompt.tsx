import { Button, Group, Paper, Text } from "@mantine/core";
import { useRouterState } from "@tanstack/react-router";
import { newVersion } from "@/lib/new-version";
import { paths } from "@/lib/paths";
import { useStore } from "@/lib/store";

/** Announces a new version; a till does so itself, between two tickets. */
export function UpdatePrompt() {
  const version = useStore(newVersion);
  const selling = useRouterState({ select: (state) => state.location.pathname === paths.till });
  if (version === undefined || selling) return null;
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
        <Button size="sm" onClick={version.take}>
          Mettre à jour
        </Button>
      </Group>
    </Paper>
  );
}
