import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useDesk } from "@/features/deposit/desk/desk-context";
import { REASONS } from "@/features/deposit/desk/wording";
import { formatHour } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { type Command, part } from "@/offline/decisions/commands";
import type { DeskList } from "@/offline/decisions/lists";
import type { Kept } from "@/offline/desk/database";

interface RefusalsProps {
  readonly refused: readonly Kept[];
  readonly onClose: () => void;
}

/** What the server did not take, and why: kept until somebody has read it. */
export function Refusals({ refused, onClose }: RefusalsProps) {
  const { desk } = useDesk();
  const read = () => {
    void desk.seen(refused.map(({ id }) => id));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={counted(refused.length, "décision refusée", "décisions refusées")}>
      <Stack>
        <Text>
          Le serveur n’a pas pris ce qui suit : cela ne compte pas. Décidez de nouveau, ou demandez à un
          gestionnaire.
        </Text>
        <List spacing="sm">
          {refused.map(({ id, command, message }) => (
            <List.Item key={id}>
              <Text fw={600}>{aboutWords(command, desk.list(command.list_id))}</Text>
              <Text>{message}</Text>
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button onClick={read} data-autofocus>
            J’ai lu
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const KINDS: Partial<Record<Command["kind"], string>> = {
  accept: "Accepter",
  refuse: "Refuser",
  not_brought: "Non apporté",
  correct: "Corriger",
  list_start: "Commencer la liste",
  list_finish: "Terminer la liste",
  undo: "Annuler",
  remark: "Remarque",
  envelope: "Enveloppe",
  identity: "Identité",
  residence: "Domicile",
};

function aboutWords(command: Command, list: DeskList | undefined): string {
  const line = list?.articles.find(({ id }) => id === command.article_id)?.line;
  const reason = part(command.value, "reason");
  const price = part(command.value, "price_cents");
  const said = Object.entries(REASONS).find(([code]) => code === reason)?.[1];
  return [
    KINDS[command.kind] ?? "Décision",
    ...(said === undefined ? [] : [said]),
    ...(typeof price === "number" ? [formatCents(price)] : []),
    ...(line === undefined ? [] : [`ligne ${line}`]),
    ...(list === undefined ? [] : [`liste ${list.number}`]),
    formatHour(command.decided_at),
  ].join(" · ");
}
