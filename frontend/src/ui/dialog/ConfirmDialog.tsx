import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { AskedQuestion } from "./confirm";
import { useTapShield } from "./tap-shield";

/** The question of `confirm`; the application mounts it with the first one. */
export function ConfirmDialog({ question }: { readonly question: AskedQuestion }) {
  useTapShield();
  return (
    <Modal opened onClose={() => question.settle(false)} title={question.title}>
      <Stack>
        <Text component="div">{question.body}</Text>
        <Group justify="flex-end">
          {/* Enter out of habit must not do what cannot be taken back. */}
          <Button
            variant="default"
            data-autofocus={question.danger || undefined}
            onClick={() => question.settle(false)}
          >
            {question.cancel ?? "Annuler"}
          </Button>
          <Button
            color={question.danger ? "bad" : "accent"}
            data-autofocus={question.danger ? undefined : true}
            onClick={() => question.settle(true)}
          >
            {question.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
