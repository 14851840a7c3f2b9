import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { departureWords, standingQuery } from "@/domain/mail/standing";
import { counted } from "@/lib/words";

/** How many messages wait and when all of them will be out; nothing while none waits. */
export function WaitingMails() {
  const standing = useQuery(standingQuery());
  if (standing.data === undefined || standing.data.waiting === 0) return null;
  const { waiting, all_out_at, refusal } = standing.data;
  const words = counted(waiting, "message attend", "messages attendent");
  return (
    <Text role="status">
      {refusal
        ? `${words} : le serveur d’envoi refuse le compte de l’association, voyez la page Messages.`
        : `${words}${all_out_at ? ` : ${departureWords(all_out_at)}` : ""}.`}
    </Text>
  );
}
