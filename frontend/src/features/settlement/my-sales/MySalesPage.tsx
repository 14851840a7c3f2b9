import { Alert, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCash, IconFileDownload, IconShirt } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { editionQuery } from "@/domain/editions";
import { listQuery, myListsQuery } from "@/domain/lists";
import { paidBy } from "@/domain/payments";
import { isPaid, type Payout, signedCents } from "@/domain/payouts";
import { formatDate, formatInstant } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { download } from "@/lib/server/api";
import { notifyProblem } from "@/ui/notice/notify";
import { TrainingBand } from "@/ui/notice/TrainingBand";
import { Page } from "@/ui/Page";
import { ReturnBox } from "@/ui/returns/ReturnBox";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import { type MySales, myPayoutsQuery, mySalesQuery, type PaidArticle } from "./api";
import { type Detail, placeOf } from "./place";
import { dueWords, reckoningOf } from "./reckoning";

/** New sales show by themselves while the sale is on. */
const ASK_EVERY_MS = 30_000;

/** A depositor's own sales of one edition: sold, left, what it comes to, how it is paid. */
export function MySalesPage() {
  const { editionId } = useParams({ from: "/framed/mes-ventes/$editionId" });
  const edition = useQuery(editionQuery(editionId));
  const sales = useQuery({ ...mySalesQuery(editionId), refetchInterval: ASK_EVERY_MS });
  const payouts = useQuery(myPayoutsQuery());
  const mine = useQuery(myListsQuery());
  const lists = (mine.data ?? []).filter((list) => list.edition.id === editionId);
  const details = useQueries({
    queries: lists.map((list) => listQuery(list.id)),
    combine: (answers) => answers.flatMap(({ data }) => (data === undefined ? [] : [data])),
  });
  const selling = edition.data?.status === "sale";
  const returning = selling || edition.data?.status === "settlement";
  const detailOf = (article: PaidArticle): Detail => placeOf(article.code, details);
  const paid = (payouts.data ?? []).filter((payout) => payout.edition_id === editionId);
  return (
    <Page title="Mes ventes" lead={edition.data?.name} narrow>
      <Loaded query={sales}>
        {(found) =>
          found.sold.length + found.unsold.length + found.refused.length + paid.length === 0 ? (
            <EmptyState icon={IconShirt} title="Aucun article en vente">
              Vos ventes apparaîtront ici pendant la bourse.
            </EmptyState>
          ) : (
            <Stack gap="lg">
              {edition.data?.is_training && <TrainingBand edition={edition.data.name} />}
              <Reckoning
                sales={found}
                provisional={selling}
                adjustments={paid.flatMap((payout) => payout.adjustments)}
              />
              {paid.map((payout) => (
                <PayoutCard key={payout.id} payout={payout} />
              ))}
              {returning && (
                <ReturnBox editionId={editionId} types={lists.map(({ list_type }) => list_type)} />
              )}
              <Articles title="Vendus" articles={found.sold} detailOf={detailOf} />
              <Articles
                title={selling ? "En vente" : "Pas vendus"}
                articles={found.unsold}
                detailOf={detailOf}
              />
              <Articles title="Refusés ou retirés" articles={found.refused} detailOf={detailOf} />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

interface ReckoningProps {
  readonly sales: MySales;
  /** The sale is on: it may still become more. */
  readonly provisional: boolean;
  readonly adjustments: Payout["adjustments"];
}

function Reckoning({ sales, provisional, adjustments }: ReckoningProps) {
  const { net_cents, fees_due_cents } = sales.amounts;
  return (
    <Paper p="lg">
      <Stack gap={6}>
        {reckoningOf(sales, adjustments).map(({ key, words, cents, reason }) => (
          <Group key={key} justify="space-between" gap="xs" wrap="nowrap" align="baseline">
            <div>
              <Text>{words}</Text>
              {reason !== undefined && (
                <Text size="sm" c="gray.7">
                  {reason}
                </Text>
              )}
            </div>
            <Text className="figures" style={{ whiteSpace: "nowrap" }}>
              {reason === undefined ? formatExactCents(cents) : signedCents(cents)}
            </Text>
          </Group>
        ))}
        <Group justify="space-between" pt={8} style={{ borderTop: "1px solid var(--mantine-color-gray-3)" }}>
          <Text fw={650}>{provisional ? "Pour vous, à cette heure" : "Pour vous"}</Text>
          <Text fw={650} fz="1.5rem" className="figures">
            {formatExactCents(net_cents)}
          </Text>
        </Group>
        {provisional && (
          <Text size="sm" c="gray.7">
            Somme provisoire : la vente continue, et les caisses envoient leurs tickets au fur et à mesure.
          </Text>
        )}
        {fees_due_cents > 0 && (
          <Text size="sm">
            {dueWords(sales.amounts)} : {formatExactCents(fees_due_cents)}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function PayoutCard({ payout }: { readonly payout: Payout }) {
  const paid = isPaid(payout);
  return (
    <Alert color={paid ? "good" : "accent"} icon={<IconCash aria-hidden />} title="Votre reversement">
      <Stack gap="sm" align="flex-start">
        <Text>{payoutWords(payout)}</Text>
        <Button
          variant="white"
          leftSection={<IconFileDownload size={18} aria-hidden />}
          onClick={() =>
            void download(`/api/v1/payouts/${payout.id}/slip.pdf`, "Reversement.pdf").catch(notifyProblem)
          }
        >
          Mon bordereau (PDF)
        </Button>
      </Stack>
    </Alert>
  );
}

function payoutWords(payout: Payout): string {
  const how = payout.method ? paidBy(payout.method) : "";
  const when = payout.paid_at ? ` le ${formatDate(payout.paid_at)}` : "";
  if (isPaid(payout)) {
    return payout.method === "nothing" ? "Il n’y a rien à vous verser." : `Payé ${how}${when}.`;
  }
  switch (payout.state) {
    case "absent":
      return "Nous ne vous avons pas vu à la restitution : l’association vous contactera.";
    case "supplement":
      return `${formatExactCents(payout.paid_cents)} vous ont été versés ; un complément de ${formatExactCents(payout.to_pay_cents)} vous est dû.`;
    case "overpaid":
      return `${formatExactCents(-payout.to_pay_cents)} vous ont été versés en trop : l’association vous contactera.`;
    default:
      return payout.net_cents === 0
        ? "Il n’y a rien à vous verser."
        : "Votre reversement se prépare : il vous est remis à la restitution ou envoyé ensuite.";
  }
}

function Articles({
  title,
  articles,
  detailOf,
}: {
  readonly title: string;
  readonly articles: readonly PaidArticle[];
  readonly detailOf: (article: PaidArticle) => Detail;
}) {
  if (articles.length === 0) return null;
  return (
    <section aria-label={title}>
      <Group gap="xs" mb="xs">
        <Title order={2} fz="lg">
          {title}
        </Title>
        <StateBadge tone="neutral">{articles.length}</StateBadge>
      </Group>
      <Paper>
        <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {articles.map((article) => (
            <Group key={article.code} component="li" justify="space-between" wrap="nowrap" align="baseline">
              <div>
                <Text fw={500}>{article.description}</Text>
                <Text size="sm" c="gray.7">
                  {[
                    detailOf(article).place,
                    ...detailOf(article).words,
                    article.category,
                    article.reason,
                    article.sold_at && `vendu le ${formatInstant(article.sold_at)}`,
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
              </div>
              <Text className="figures" fw={600} style={{ whiteSpace: "nowrap" }}>
                {formatCents(article.price_cents)}
              </Text>
            </Group>
          ))}
        </Stack>
      </Paper>
    </section>
  );
}
