import { Button, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp, IconHeartHandshake } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { formatDate } from "@/lib/dates";
import { counted } from "@/lib/words";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";
import { donateUnsold, revokeDonation, unsoldLeftQuery } from "./api";

/** What nobody fetched goes to charity, in numbers; until the closing it can be taken back. */
export function DonateButton({ edition }: { readonly edition: string }) {
  const queries = useQueryClient();
  const left = useQuery(unsoldLeftQuery(edition));
  const [giving, { open: give, close: endGiving }] = useDisclosure(false);
  const [revoking, { open: revoke, close: endRevoking }] = useDisclosure(false);
  const [charity, setCharity] = useState("");
  if (left.data === undefined) return null;
  const { articles, depositors, not_come, donated, return_day, return_day_over } = left.data;
  const refresh = () => queries.invalidateQueries({ queryKey: keys.edition(edition) });
  const done = async (words: string) => {
    notifyDone(words);
    await refresh();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconHeartHandshake size={18} aria-hidden />}
        disabled={articles === 0}
        onClick={give}
      >
        Donner les invendus restants ({articles.toLocaleString("fr-FR")})
      </Button>
      {donated > 0 && (
        <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={revoke}>
          Reprendre les dons ({donated.toLocaleString("fr-FR")})
        </Button>
      )}
      {giving && (
        <ReasonDialog
          title="Donner les invendus restants"
          body={
            <>
              <Text>
                {counted(articles, "article")} de {counted(depositors, "déposant")},{" "}
                {not_come > 0
                  ? `dont ${counted(not_come, "n’a encore rien repris", "n’ont encore rien repris")}`
                  : "qui ont tous déjà repris quelque chose"}
                , {articles < 2 ? "est noté donné" : "sont notés donnés"}.
              </Text>
              {!return_day_over && (
                <Text mt="sm" fw={600}>
                  La restitution n’est pas terminée
                  {return_day && ` : elle dure jusqu’au ${formatDate(return_day)}`}.
                </Text>
              )}
              <Text mt="sm">Vous pourrez revenir en arrière jusqu’à la clôture.</Text>
            </>
          }
          confirm="Noter comme donnés"
          danger
          send={(reason) =>
            donateUnsold(edition, { charity: charity.trim(), confirm_count: articles, reason }).then(
              (given) => done(`${counted(given.articles, "article noté donné", "articles notés donnés")}.`),
            )
          }
          onClose={endGiving}
        >
          <TextInput
            label="Donnés à"
            required
            data-autofocus
            maxLength={120}
            value={charity}
            onChange={(event) => setCharity(event.currentTarget.value)}
          />
        </ReasonDialog>
      )}
      {revoking && (
        <ReasonDialog
          title="Reprendre les dons"
          body={`${counted(donated, "article noté donné redevient invendu", "articles notés donnés redeviennent invendus")}.`}
          confirm="Reprendre"
          send={(reason) =>
            revokeDonation(edition, { confirm_count: donated, reason }).then((back) =>
              done(`${counted(back.articles, "article repris", "articles repris")}.`),
            )
          }
          onClose={endRevoking}
        />
      )}
    </>
  );
}
