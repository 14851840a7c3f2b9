import { Alert, Button, Checkbox, Group, List, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconShieldQuestion } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Till } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { paymentWords } from "@/domain/tickets";
import { formatInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { counted, unbroken } from "@/lib/words";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";
import { Loaded } from "@/ui/states";
import { articlesQuery, decideTicket, dropTickets, type Quarantined, quarantineQuery } from "./api";
import { contentOf } from "./quarantined";

interface QuarantineProps {
  readonly edition: string;
  /** The drawers among which a ticket of an unknown session may be put. */
  readonly tills: readonly Till[];
}

/** Tickets that could not be trusted as they came in: kept whole until somebody decides. */
export function Quarantine({ edition, tills }: QuarantineProps) {
  const queries = useQueryClient();
  const waiting = useQuery(quarantineQuery(edition));
  const [asked, setAsked] = useState<{ readonly entry: Quarantined; readonly how: "accept" | "drop" }>();
  const [drawer, setDrawer] = useState("");
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [dropping, setDropping] = useState(false);
  const homeless = asked?.how === "accept" && asked.entry.session == null;
  return (
    <Loaded query={waiting}>
      {(all) => (
        <Paper p="lg" component="section">
          <Title order={2}>Tickets en quarantaine</Title>
          <Text c="gray.7" mb="md">
            Rien n’est perdu : acceptez ceux dont l’argent est bien en caisse, écartez les autres.
          </Text>
          {all.length > 1 && (
            <Group mb="md">
              <Checkbox
                size="md"
                label="Tous ceux d’ici"
                checked={ticked.length === all.length}
                indeterminate={ticked.length > 0 && ticked.length < all.length}
                onChange={({ currentTarget: { checked } }) =>
                  setTicked(checked ? all.map(({ id }) => id) : [])
                }
              />
              <Button variant="default" disabled={ticked.length === 0} onClick={() => setDropping(true)}>
                Écarter {counted(ticked.length, "ticket")}
              </Button>
            </Group>
          )}
          <Stack>
            {all.map((entry) => (
              <Alert
                key={entry.id}
                color="waiting"
                icon={<IconShieldQuestion aria-hidden />}
                title={entry.total_cents == null ? "Montant illisible" : formatExactCents(entry.total_cents)}
              >
                <Stack gap="xs">
                  <Text>{unbroken(entry.message)}</Text>
                  <Content entry={entry} edition={edition} />
                  <Text size="sm" c="gray.7">
                    {entry.session
                      ? `Caisse ${entry.session.register_number}, ${entry.session.seller}`
                      : "Caisse inconnue"}
                    , reçu le {formatInstant(entry.received_at)} de {entry.received_by}
                  </Text>
                  <Group gap="sm">
                    {all.length > 1 && (
                      <Checkbox
                        size="md"
                        label="Choisir"
                        checked={ticked.includes(entry.id)}
                        onChange={({ currentTarget: { checked } }) =>
                          setTicked(checked ? [...ticked, entry.id] : ticked.filter((id) => id !== entry.id))
                        }
                      />
                    )}
                    <Button variant="white" onClick={() => setAsked({ entry, how: "accept" })}>
                      Accepter
                    </Button>
                    <Button variant="white" color="bad" onClick={() => setAsked({ entry, how: "drop" })}>
                      Écarter
                    </Button>
                  </Group>
                </Stack>
              </Alert>
            ))}
          </Stack>
          {dropping && (
            <ReasonDialog
              title={`Écarter ${counted(ticked.length, "ticket")}`}
              body="Leurs articles restent en vente et leurs montants ne comptent pas. Les tickets restent lisibles sous « Tickets écartés »."
              confirm="Écarter"
              danger
              send={async (reason) => {
                const dropped = await dropTickets(edition, ticked, reason);
                setTicked([]);
                notifyDone(counted(dropped, "ticket écarté", "tickets écartés"));
                await queries.invalidateQueries({ queryKey: keys.edition(edition) });
              }}
              onClose={() => setDropping(false)}
            />
          )}
          {asked !== undefined && (
            <ReasonDialog
              title={asked.how === "accept" ? "Accepter ce ticket" : "Écarter ce ticket"}
              body={
                asked.how === "accept"
                  ? "Ses articles sont vendus et son montant compte dans la caisse."
                  : "Ses articles restent en vente et son montant ne compte pas. Le ticket reste lisible sous « Tickets écartés »."
              }
              confirm={asked.how === "accept" ? "Accepter" : "Écarter"}
              danger={asked.how === "drop"}
              send={async (reason) => {
                await decideTicket(
                  asked.entry.id,
                  asked.how,
                  reason,
                  homeless && drawer !== "" ? drawer : null,
                );
                setTicked(ticked.filter((id) => id !== asked.entry.id));
                notifyDone(asked.how === "accept" ? "Le ticket est accepté." : "Le ticket est écarté.");
                await queries.invalidateQueries({ queryKey: keys.edition(edition) });
              }}
              onClose={() => setAsked(undefined)}
            >
              {homeless && (
                <NativeSelect
                  label="Dans quelle caisse est l’argent ?"
                  size="md"
                  value={drawer}
                  onChange={(event) => setDrawer(event.currentTarget.value)}
                  data={[
                    { value: "", label: "Choisir…" },
                    ...tills.map((till) => ({
                      value: till.session_id,
                      label: `Caisse ${till.register_number}, ${till.seller}`,
                    })),
                  ]}
                />
              )}
            </ReasonDialog>
          )}
        </Paper>
      )}
    </Loaded>
  );
}

interface ContentProps {
  readonly entry: Quarantined;
  readonly edition: string;
}

/** What was sold, when and how it was paid, as far as it can be read. */
function Content({ entry, edition }: ContentProps) {
  const { lines, payments, soldAt, number } = contentOf(entry.ticket);
  const facts = [
    ...(number === undefined ? [] : [`Ticket n° ${number} de sa caisse`]),
    ...(soldAt === undefined ? [] : [`Vendu le ${formatInstant(soldAt)}`]),
    ...(payments.length === 0 ? [] : [paymentWords({ payments: [...payments] })]),
  ];
  return (
    <>
      {lines.length > 0 && (
        <List size="sm">
          {lines.map(({ code, cents }, index) => (
            // A ticket that cannot be trusted may name a code twice.
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a ticket never change
            <List.Item key={index}>
              <ArticleName code={code} edition={edition} /> {code} · {formatExactCents(cents)}
            </List.Item>
          ))}
        </List>
      )}
      {facts.length > 0 && <Text size="sm">{facts.join(" · ")}</Text>}
    </>
  );
}

function ArticleName({ code, edition }: { readonly code: string; readonly edition: string }) {
  const { data } = useQuery(articlesQuery(edition, code));
  const article = data?.find((one) => one.code === code);
  return article === undefined ? null : <b>{article.title}</b>;
}

/** Those that were left out, for whoever is asked about one later. */
export function DroppedTickets({ edition }: { readonly edition: string }) {
  const [asked, { open }] = useDisclosure(false);
  const dropped = useQuery({ ...quarantineQuery(edition, "dropped"), enabled: asked });
  if (!asked) {
    return (
      <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={open}>
        Tickets écartés
      </Button>
    );
  }
  return (
    <Loaded query={dropped}>
      {(all) => (
        <Paper p="lg" component="section">
          <Title order={2} mb="sm">
            Tickets écartés
          </Title>
          {all.length === 0 && <Text c="gray.7">Aucun ticket n’a été écarté.</Text>}
          <Stack>
            {all.map((entry) => (
              <Stack key={entry.id} gap={4}>
                <Text fw={600}>
                  {entry.total_cents == null ? "Montant illisible" : formatExactCents(entry.total_cents)}
                  {entry.session && ` · caisse ${entry.session.register_number}, ${entry.session.seller}`}
                </Text>
                <Content entry={entry} edition={edition} />
                <Text size="sm" c="gray.7">
                  Écarté{entry.decided_at && ` le ${formatInstant(entry.decided_at)}`}
                  {entry.decision_reason && ` : ${entry.decision_reason}`}
                </Text>
              </Stack>
            ))}
          </Stack>
        </Paper>
      )}
    </Loaded>
  );
}
