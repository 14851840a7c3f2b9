import { Button, Group, Text } from "@mantine/core";
import { show } from "./notify";

/** Says that something was done, with a way back for a few seconds. */
export function notifyUndoable(message: string, undo: () => void): void {
  void show((hide) => ({
    color: "good",
    autoClose: 8_000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text lh="inherit" lineClamp={3}>
          {message}
        </Text>
        <Button
          variant="light"
          h={44}
          px="sm"
          style={{ flex: "none" }}
          onClick={() => {
            hide();
            undo();
          }}
        >
          Remettre
        </Button>
      </Group>
    ),
  }));
}
