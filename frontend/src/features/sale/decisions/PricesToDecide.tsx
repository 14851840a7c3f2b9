import { Alert, Button, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { madeWhere, type Ticket, type TicketLine, ticketsQuery } from "@/domain/tickets";
import { formatExactCents, parseEuros } from "@/lib/money";
import { asProblem } from "@/lib/server/problem";
import { confirm } from "@/ui/dialog/confirm";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone, notifyProblem } from "@/ui/notice/notify";
import { Loaded } from "@/ui/states";
import { decidePrice } from "./api";

const UNREADABLE = "Tapez un montant. Exemple : 12 ou 12,50.";

interface Asked {
  readonly ticket: Ticket;
  readonly line: TicketLine;
}

/** Sales at a price that is neither the catalogue's nor that of a label we printed: what does the depositor get? */
export function PricesToDecide({ edition }: { readonly edition: string }) {
  const queries = useQueryClient();
  const tickets = useQuery(ticketsQuery(edition, { price_to_decide: true }));
  const [asked, setAsked] = useState<Asked>();
  const [price, setPrice] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const cents = parseEuros(price);
  return (
    <Loaded query={tickets}>
      {({ items }) => (
        <Paper p="lg" component="section">
          <Title order={2}>Prix à décider</Title>
          <Text c="gray.7" mb="md">
            Le client a payé un autre prix que celui de la liste. Dites sur quel prix le déposant est payé.
          </Text>
          <Stack>
            {items.flatMap((ticket) =>
              ticket.lines
                .filter((line) => line.status === "price_differs" && line.cancelled_at == null)
                .map((line) => (
                  <Alert
                    key={`${ticket.id}-${line.line}`}
                    color="waiting"
                    icon={<IconTag aria-hidden />}
                    title={`${line.code} · ${line.description ?? ""}`}
                  >
                    <Stack gap="xs">
                      <Text>
                        Payé {formatExactCents(line.price_cents)}
                        {line.catalogue_price_cents != null &&
                          `, ${formatExactCents(line.catalogue_price_cents)} sur la liste`}
                        . Ticket {ticket.number}, {withStop(madeWhere(ticket))}
                      </Text>
                      <Group>
                        <Button
                          variant="white"
                          onClick={() => {
                            setPrice(
                              ((line.catalogue_price_cents ?? line.price_cents) / 100)
                                .toFixed(2)
                                .replace(".", ","),
                            );
                            setRefusal(undefined);
                            setAsked({ ticket, line });
                          }}
                        >
                          Décider
                        </Button>
                      </Group>
                    </Stack>
                  </Alert>
                )),
            )}
          </Stack>
          {asked !== undefined && (
            <ReasonDialog
              title={`Prix pour le déposant : ${asked.line.code}`}
              body={`Le client a payé ${formatExactCents(asked.line.price_cents)}. La part du déposant se calcule sur le prix que vous fixez ici ; l’encaissement ne change pas.`}
              confirm="Fixer ce prix"
              send={async (reason) => {
                if (cents === undefined) return false;
                if (cents === 0 && !(await confirm(nothingFor(asked.line)))) return false;
                try {
                  await decidePrice(asked.ticket.id, asked.line, cents, reason);
                  notifyDone(`Le déposant sera payé sur ${formatExactCents(cents)}.`);
                } catch (thrown) {
                  const problem = asProblem(thrown);
                  const sentence = problem.byField().payout_price_cents;
                  if (sentence !== undefined) {
                    setRefusal(sentence);
                    return false;
                  }
                  if (problem.code !== "price_decided") throw problem;
                  // Somebody else was faster: the list shows what is left.
                  notifyProblem(problem);
                }
                await queries.invalidateQueries({ queryKey: keys.edition(edition) });
                return true;
              }}
              onClose={() => setAsked(undefined)}
            >
              <TextInput
                label="Prix retenu"
                size="md"
                inputMode="decimal"
                rightSection="€"
                value={price}
                error={cents === undefined ? UNREADABLE : refusal}
                onChange={({ currentTarget: { value } }) => {
                  setPrice(value);
                  setRefusal(undefined);
                }}
              />
            </ReasonDialog>
          )}
        </Paper>
      )}
    </Loaded>
  );
}

function nothingFor({ price_cents }: TicketLine) {
  return {
    title: "Ne rien verser au déposant ?",
    body: `Le client a payé ${formatExactCents(price_cents)} et le déposant ne touchera rien pour cet article.`,
    confirm: "Fixer à 0 €",
    danger: true,
  };
}

/** The initial of a seller ends with a full stop already. */
function withStop(words: string): string {
  return words.endsWith(".") ? words : `${words}.`;
}
