import { Alert, Group, Paper, Stack } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Edition, editionQuery, type Facts, hasReached, isReadOnly } from "@/domain/editions";
import { owedToAbsent } from "@/domain/payouts";
import { RemoveButton } from "@/features/conduct/steps/RemoveButton";
import { StepBackButton } from "@/features/conduct/steps/StepBackButton";
import { StepButton } from "@/features/conduct/steps/StepButton";
import { formatPeriod } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { counted, sentence } from "@/lib/words";
import { Figures } from "@/ui/Figures";
import { EditionBeside } from "@/ui/notice/EditionBeside";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { Timeline } from "./Timeline";
import { TodoList } from "./TodoList";
import { todosOf } from "./todos";
import { useFacts } from "./use-facts";

/** Where an edition stands, what needs doing next, and the step that comes then. */
export function EditionPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId" });
  const edition = useQuery(editionQuery(editionId));
  return <Loaded query={edition}>{(found) => <Dashboard edition={found} />}</Loaded>;
}

function Dashboard({ edition }: { readonly edition: Edition }) {
  const facts = useFacts(edition);
  return (
    <Page
      title={edition.name}
      lead={`${sentence(formatPeriod(edition.starts_at, edition.ends_at))}${edition.place ? `, ${edition.place}` : ""}`}
      action={facts.data && <StepButton edition={edition} facts={facts.data} />}
    >
      <EditionBeside edition={edition} />
      <Paper p="lg">
        <Timeline edition={edition} />
      </Paper>
      {isReadOnly(edition) && (
        <Alert color="gray" variant="outline" icon={<IconLock aria-hidden />} title="Cette édition est close">
          Tout reste consultable ; ventes, listes et réglages ne changent plus.
          {facts.data !== undefined && <StillOwed payouts={facts.data.payouts} />}
        </Alert>
      )}
      <Loaded query={facts}>
        {(known) => (
          <Stack gap="lg">
            <Figures figures={figuresOf(edition, known)} />
            <TodoList edition={edition} todos={todosOf(edition, known)} />
            <Group>
              <StepBackButton edition={edition} />
              <RemoveButton edition={edition} facts={known} />
            </Group>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function StillOwed({ payouts }: Pick<Facts, "payouts">) {
  const { people, cents } = owedToAbsent(payouts);
  if (people === 0) return null;
  const words = counted(people, "personne n’est pas venue", "personnes ne sont pas venues");
  return ` ${words} : ${formatExactCents(cents)} ${people > 1 ? "leur" : "lui"} restent dus, à payer depuis Reversements.`;
}

function figuresOf(edition: Edition, { slots, registrations, lists, payouts, live }: Facts) {
  const places = slots.reduce((sum, slot) => sum + slot.capacity, 0);
  // What was not validated in time does not come.
  const coming = lists.filter((list) => list.state !== "not_finalised");
  const articles = coming.reduce((sum, list) => sum + list.article_count, 0);
  const asked = coming.reduce((sum, list) => sum + list.total_cents, 0);
  const base = [
    { label: "Inscriptions", value: registrations.length, detail: `${places} places dans les créneaux` },
    {
      label: "Listes validées",
      value: coming.filter((list) => list.state !== "draft").length,
      detail: lists.length === 0 ? "aucune commencée" : `sur ${counted(lists.length, "commencée")}`,
    },
    {
      label: "Articles déclarés",
      value: articles.toLocaleString("fr-FR"),
      detail: `${formatExactCents(asked)} demandés`,
    },
  ];
  if (!hasReached(edition, "sale") || live === undefined) return base;
  const paid = payouts.filter((payout) => payout.state === "paid" || payout.state === "closed").length;
  return [
    ...base,
    {
      label: "Articles vendus",
      value: live.articles_sold.toLocaleString("fr-FR"),
      detail:
        payouts.length > 0
          ? `${counted(paid, "reversement réglé", "reversements réglés")} sur ${payouts.length}`
          : `${formatExactCents(live.takings_cents)} encaissés`,
    },
  ];
}
