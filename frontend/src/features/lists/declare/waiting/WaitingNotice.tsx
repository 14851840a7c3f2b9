import { Alert, Stack, Text } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { TextLink } from "@/ui/links";
import { outbox, useWaiting } from "./outbox";
import { useSending } from "./use-sending";

/** On the home page: what waits on this device, of any list. It is sent from here too. */
export function WaitingNotice() {
  const waiting = useWaiting();
  useSending();
  if (waiting.length === 0) return null;
  const lists = [...new Set(waiting.map(({ list }) => list))];
  return (
    <Alert
      color="waiting"
      mb="lg"
      icon={<IconClock aria-hidden />}
      title={counted(waiting.length, "article à envoyer", "articles à envoyer")}
    >
      <Stack gap="xs" align="flex-start">
        <Text>Gardé sur cet appareil jusqu’à ce que le réseau revienne.</Text>
        {lists.map((list) => (
          <TextLink key={list} to={paths.list} params={{ listId: list }}>
            Voir la liste {outbox.seen(list)?.list.number}
          </TextLink>
        ))}
      </Stack>
    </Alert>
  );
}
