import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { departureWords, type Standing, standingQuery } from "@/domain/mail/standing";
import { useAction } from "@/ui/use-action";
import { resendMails } from "./api";

/** Whether the mail server takes our messages, when they will all be out, and one button that sends all again. */
export function OutboxStanding() {
  const standing = useQuery(standingQuery());
  if (standing.data === undefined) return null;
  const { refusal, given_up, blocked, all_out_at, waiting } = standing.data;
  const stuck = given_up > 0 || blocked > 0;
  return (
    <Stack gap="sm">
      {refusal && (
        <Alert
          color="bad"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title="Le serveur d’envoi refuse le compte de l’association"
          role="alert"
        >
          <Stack gap="sm" align="flex-start">
            <Text>
              Sa réponse : « {refusal.words} ».{" "}
              {counted(refusal.waiting, "message attend", "messages attendent")} ; aucun n’est perdu et aucune
              adresse n’est bloquée. Un administrateur vérifie le compte d’envoi, puis renvoyez tout.
            </Text>
            <ResendButton />
          </Stack>
        </Alert>
      )}
      {!refusal && all_out_at && (
        <Text>
          {counted(waiting, "message attend", "messages attendent")} : {departureWords(all_out_at)}.
        </Text>
      )}
      {!refusal && stuck && (
        <Stack gap="xs" align="flex-start">
          <Text>{stuckWords(standing.data)}</Text>
          <ResendButton />
        </Stack>
      )}
    </Stack>
  );
}

function ResendButton() {
  const resending = useAction({
    run: resendMails,
    done: ({ messages, unblocked }) => {
      const again = counted(messages, "message repart", "messages repartent");
      const freed = counted(unblocked, "adresse débloquée", "adresses débloquées");
      return unblocked > 0 ? `${again}, ${freed}.` : `${again}.`;
    },
    refreshes: [keys.mails()],
  });
  return (
    <Button
      leftSection={<IconSend size={18} aria-hidden />}
      loading={resending.isPending}
      onClick={() => resending.mutate()}
    >
      Tout renvoyer
    </Button>
  );
}

function stuckWords({ given_up, blocked }: Standing): string {
  const parts = [
    given_up > 0 && counted(given_up, "message n’est pas parti", "messages ne sont pas partis"),
    blocked > 0 && counted(blocked, "adresse est bloquée", "adresses sont bloquées"),
  ].filter((part) => part !== false);
  return `${parts.join(" ; ")}. « Tout renvoyer » essaie encore ; une adresse que son serveur ne connaît pas reste bloquée.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count > 1 ? many : one}`;
}
