import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Edition, editionsQuery, hasReached, runningBeside } from "@/domain/editions";
import { paths } from "@/lib/paths";
import { TextLink } from "@/ui/links";

/** Only one real edition runs at a time: said before anybody prepares an import that would be refused at its end. */
export function EditionBeside({ edition }: { readonly edition: Edition }) {
  const before = !edition.is_training && !hasReached(edition, "registrations_open");
  const all = useQuery({ ...editionsQuery(), enabled: before });
  const other = runningBeside(edition, all.data ?? []);
  if (other === undefined) return null;
  return (
    <Alert color="waiting" title={`« ${other.name} » est encore en cours`}>
      <Text>
        Une seule bourse peut être ouverte à la fois. Préparez dès maintenant les dates et les créneaux ; les
        inscriptions s’ouvriront une fois{" "}
        <TextLink to={paths.edition} params={{ editionId: other.id }}>
          « {other.name} »
        </TextLink>{" "}
        clôturée.
      </Text>
    </Alert>
  );
}
