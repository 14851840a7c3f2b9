import { Alert, Button, Group, Paper, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconTagOff } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { editionQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { tellGivenBack } from "@/features/sale/refund/tell-given-back";
import { useRefundDrawer } from "@/features/sale/refund/use-refund-drawer";
import { formatDate, formatHour } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { Problem } from "@/lib/server/problem";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";
import { Loaded } from "@/ui/states";
import { articlesQuery, assignLine, settleLine, type UnownedLine, unownedQuery } from "./api";
import { ARTICLE_STATES, fits, wantedOf } from "./article-search";

/** So many of what was found: who sees more types another word. */
const SHOWN = 10;

interface Asked {
  readonly line: UnownedLine;
  readonly how: "assign" | "refund" | "keep";
}

/** Sold codes that no article of the edition has: whose is the money? */
export function UnownedLines({ edition }: { readonly edition: string }) {
  const lines = useQuery(unownedQuery(edition));
  const [asked, setAsked] = useState<Asked>();
  return (
    <Loaded query={lines}>
      {(all) => (
        <Paper p="lg" component="section">
          <Title order={2}>Ventes sans article</Title>
          <Text c="gray.7" mb="md">
            Le client a payé, mais le code n’est celui d’aucun article. Dites lequel a été vendu, ou ce que
            devient l’argent.
          </Text>
          <Stack>
            {all.map((line) => (
              <Alert
                key={line.id}
                color="waiting"
                icon={<IconTagOff aria-hidden />}
                title={`${line.code} · ${formatExactCents(line.price_cents)}`}
              >
                <Stack gap="xs">
                  <Text>
                    Ticket {line.ticket_number}, {formatDate(line.sold_at, "weekday")} à{" "}
                    {formatHour(line.sold_at)}, caisse {line.register_number}, {line.seller}
                  </Text>
                  <Group gap="sm">
                    <Button variant="white" onClick={() => setAsked({ line, how: "assign" })}>
                      Trouver l’article
                    </Button>
                    <Button variant="white" onClick={() => setAsked({ line, how: "refund" })}>
                      Rembourser
                    </Button>
                    <Button variant="white" onClick={() => setAsked({ line, how: "keep" })}>
                      Garder la somme
                    </Button>
                  </Group>
                </Stack>
              </Alert>
            ))}
          </Stack>
          {asked?.how === "assign" && (
            <Assign line={asked.line} edition={edition} onClose={() => setAsked(undefined)} />
          )}
          {asked !== undefined && asked.how !== "assign" && (
            <Settle line={asked.line} how={asked.how} edition={edition} onClose={() => setAsked(undefined)} />
          )}
        </Paper>
      )}
    </Loaded>
  );
}

interface DialogProps {
  readonly line: UnownedLine;
  readonly edition: string;
  readonly onClose: () => void;
}

function Settle({ line, how, edition, onClose }: DialogProps & { readonly how: "refund" | "keep" }) {
  const queries = useQueryClient();
  const drawer = useRefundDrawer();
  const sum = formatExactCents(line.price_cents);
  return (
    <ReasonDialog
      title={how === "refund" ? "Rembourser le client" : "Garder la somme"}
      body={
        how === "refund"
          ? `La ligne ${line.code} est annulée : ${sum} à rendre, comme le client a payé.`
          : `L’association garde ${sum}. Aucun déposant n’est payé pour ${line.code}.`
      }
      confirm={how === "refund" ? "Rembourser" : "Garder la somme"}
      send={async (reason) => {
        const back = await drawer.giving((refund_session_id) =>
          settleLine(line.id, { how, reason, refund_session_id }),
        );
        if (back.length === 0) notifyDone("La somme reste à l’association.");
        else tellGivenBack(back);
        await queries.invalidateQueries({ queryKey: keys.edition(edition) });
      }}
      onClose={onClose}
    >
      {drawer.field}
    </ReasonDialog>
  );
}

function Assign({ line, edition, onClose }: DialogProps) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [looked] = useDebouncedValue(text, 300);
  const [chosen, setChosen] = useState("");
  const code = useQuery(editionQuery(edition)).data?.code ?? "";
  const { q, words } = wantedOf(looked, code);
  const found = useQuery(articlesQuery(edition, q));
  // Without a label an article has not been at the deposit, so nobody can have bought it.
  const articles = found.data
    ?.filter((article) => article.code != null && fits(article, words))
    .slice(0, SHOWN);
  return (
    <ReasonDialog
      title={`Quel article : ${line.code} ?`}
      body={`Le client a payé ${formatExactCents(line.price_cents)}. L’article choisi est vendu depuis ce moment, et son déposant est payé.`}
      confirm="C’est cet article"
      send={async (reason) => {
        if (chosen === "")
          throw new Problem(422, { detail: "Choisissez d’abord l’article qui a été vendu." });
        await assignLine(line.id, chosen, reason);
        notifyDone("La vente a trouvé son article.");
        await queries.invalidateQueries({ queryKey: keys.edition(edition) });
      }}
      onClose={onClose}
    >
      <TextInput
        label="Étiquette ou description"
        placeholder="245-3, pantalon bleu"
        size="md"
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          setChosen("");
        }}
      />
      {articles?.length === 0 && (
        <Text role="status">Aucun article ne correspond. Essayez moins de mots.</Text>
      )}
      {articles !== undefined && articles.length > 0 && (
        <Radio.Group label="Articles trouvés" value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {articles.map((article) => (
              <Radio
                key={article.id}
                size="md"
                value={article.id}
                label={`${article.code} · ${article.title} · ${formatExactCents(article.price_cents)} · ${ARTICLE_STATES[article.status]}`}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </ReasonDialog>
  );
}
