import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isSilent, type LiveFigures as Live, type Till } from "@/domain/editions";
import { DRAWER_NAMES } from "@/domain/tickets";
import { formatHour } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { hasRole, useIdentity } from "@/lib/server/session";
import type { StateWords } from "@/lib/words";
import { counted } from "@/lib/words";
import { Figures } from "@/ui/Figures";
import { StateBadge } from "@/ui/StateBadge";
import { tillSummaryQuery } from "./api";
import { CloseTill } from "./CloseTill";
import { ClosingSlip } from "./ClosingSlip";
import { Differences } from "./Differences";
import classes from "./LiveFigures.module.css";

export function LiveFigures({ figures }: { readonly figures: Live }) {
  const { cash, card, cheque } = figures.takings;
  return (
    <Stack gap="lg">
      <Figures
        figures={[
          {
            label: "Articles vendus",
            value: figures.articles_sold.toLocaleString("fr-FR"),
            detail: `sur ${figures.articles_offered.toLocaleString("fr-FR")}, ${(figures.sold_bp / 100).toLocaleString("fr-FR", { maximumFractionDigits: 1 })} %`,
          },
          {
            label: "Encaissé",
            value: formatExactCents(figures.takings_cents),
            detail: counted(figures.tickets, "ticket"),
          },
          { label: DRAWER_NAMES.cash, value: formatExactCents(cash) },
          { label: DRAWER_NAMES.card, value: formatExactCents(card) },
          { label: DRAWER_NAMES.cheque, value: formatExactCents(cheque) },
        ]}
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Hours hours={figures.hours} takingsCents={figures.takings_cents} />
        <Tills tills={figures.tills} />
      </SimpleGrid>
      {figures.top_lists.length > 0 && <TopLists lists={figures.top_lists} />}
    </Stack>
  );
}

interface HoursProps {
  readonly hours: Live["hours"];
  readonly takingsCents: number;
}

function Hours({ hours, takingsCents }: HoursProps) {
  const soldCents = hours.reduce((sum, hour) => sum + hour.sales_cents, 0);
  const most = Math.max(...hours.map((hour) => hour.articles), 1);
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Ventes par heure
      </Title>
      {hours.length === 0 ? (
        <Text c="gray.7">Aucune vente pour le moment.</Text>
      ) : (
        <ul className={classes.hours}>
          {hours.map((hour) => (
            <li key={hour.from} className={classes.hour}>
              <Text size="sm" c="gray.7">
                {formatHour(hour.from)}
              </Text>
              <div className={classes.bar} style={{ width: `${(100 * hour.articles) / most}%` }} />
              <Text size="sm" className={`${classes.amount} figures`}>
                {counted(hour.articles, "article")} · {formatCents(hour.sales_cents)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {soldCents !== takingsCents && (
        <Text mt="sm" size="sm" c="gray.7">
          {formatExactCents(soldCents)} de ventes pour {formatExactCents(takingsCents)} encaissés :{" "}
          {formatExactCents(Math.abs(takingsCents - soldCents))} de différence, à voir parmi les conflits et
          les ventes sans article.
        </Text>
      )}
    </Paper>
  );
}

function Tills({ tills }: { readonly tills: readonly Till[] }) {
  const manages = hasRole(useIdentity(), "manager");
  // Kept apart from the rows: a till that was just closed has no button any more, and its dialog still says the result.
  const [counting, setCounting] = useState<Till>();
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Caisses
      </Title>
      {tills.length === 0 && <Text c="gray.7">Aucune caisse n’a encore été ouverte.</Text>}
      <Stack gap="sm">
        {tills.map((till) => {
          const { words, tone } = stateOf(till);
          return (
            <Group key={till.session_id} justify="space-between" gap="xs">
              <div>
                <Text fw={600}>
                  Caisse {till.register_number} · {till.seller}
                </Text>
                <Text size="sm" c="gray.7">
                  {counted(till.tickets, "ticket")}, {formatExactCents(till.takings_cents)}
                </Text>
                {manages && till.counted && <Count till={till} />}
              </div>
              <Group gap="xs">
                {till.state === "closed" && manages && <ClosingSlip till={till} />}
                {manages && tone === "waiting" && (
                  <CountButton till={till} onClick={() => setCounting(till)} />
                )}
                <StateBadge tone={tone}>{words}</StateBadge>
              </Group>
            </Group>
          );
        })}
      </Stack>
      {counting !== undefined && <CloseTill till={counting} onClose={() => setCounting(undefined)} />}
    </Paper>
  );
}

function CountButton({ till, onClick }: { readonly till: Till; readonly onClick: () => void }) {
  const words = till.state === "closed" ? "Compter" : "Compter et fermer";
  return (
    <Button
      variant="default"
      aria-label={`${words} la caisse ${till.register_number}, ${till.seller}`}
      onClick={onClick}
    >
      {words}
    </Button>
  );
}

/** How the count of a closed till came out: at once when it was made here, else when somebody asks. */
function Count({ till }: { readonly till: Till }) {
  const [asked, setAsked] = useState(false);
  const { data, isFetching, isError } = useQuery({ ...tillSummaryQuery(till.session_id), enabled: asked });
  if (data?.closing != null) {
    return (
      <div role="status">
        <Differences differences={data.closing.differences} />
        {data.comment && <Text size="sm">« {data.comment} »</Text>}
      </div>
    );
  }
  return (
    <>
      <Button
        variant="subtle"
        px={0}
        aria-label={`Voir le comptage de la caisse ${till.register_number}, ${till.seller}`}
        loading={isFetching}
        onClick={() => setAsked(true)}
      >
        Voir le comptage
      </Button>
      {isError && <Text size="sm">Le comptage n’a pas pu être lu.</Text>}
    </>
  );
}

function stateOf(till: Till): StateWords {
  if (till.state === "closed" && !till.counted) return { words: "À compter", tone: "waiting" };
  if (till.state === "closed") return { words: "Fermée", tone: "neutral" };
  if (isSilent(till))
    return { words: `Sans nouvelles depuis ${formatHour(till.last_seen_at)}`, tone: "waiting" };
  return { words: "En ligne", tone: "good" };
}

function TopLists({ lists }: { readonly lists: Live["top_lists"] }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Les listes qui vendent le plus
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="xs">
        {lists.map((list) => (
          <Group key={list.list_number} justify="space-between" gap="xs">
            <Text>Liste {list.list_number}</Text>
            <Text className="figures" c="gray.7">
              {counted(list.articles, "article")}, {formatExactCents(list.sales_cents)}
            </Text>
          </Group>
        ))}
      </SimpleGrid>
    </Paper>
  );
}
