import { Group, Paper, Text, Title } from "@mantine/core";
import { ARTICLE_STATES } from "@/domain/articles";
import { type Edition, hasReached } from "@/domain/editions";
import { METHOD_NAMES } from "@/domain/payments";
import { signedCents } from "@/domain/payouts";
import { PAYOUT_STATES } from "@/features/settlement/payouts/wording";
import { formatInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { Fact, FactList } from "@/ui/facts/FactList";
import { TextLink } from "@/ui/links";
import { StateBadge } from "@/ui/StateBadge";
import type { DepositorSheet } from "./api";

interface MoneyCardProps {
  readonly edition: Edition;
  readonly sheet: DepositorSheet;
}

/** What became of the articles, what that makes, and what was paid. */
export function MoneyCard({ edition, sheet }: MoneyCardProps) {
  const { articles, amounts, payout } = sheet;
  const selling = hasReached(edition, "sale");
  return (
    <Paper p="lg" component="section" aria-label="Ventes et reversement">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Ventes et reversement</Title>
        {payout != null && (
          <StateBadge tone={PAYOUT_STATES[payout.state].tone}>{PAYOUT_STATES[payout.state].words}</StateBadge>
        )}
      </Group>
      {articles.length === 0 && <Text c="gray.7">Aucun article n’est déclaré pour le moment.</Text>}
      <FactList>
        {articles.map(({ status, count }) => (
          <Fact key={status} name={ARTICLE_STATES[status].words}>
            {count}
          </Fact>
        ))}
        {selling && <Reckoning amounts={amounts} computed={payout != null} />}
        {payout?.payments.map((payment) => (
          <Fact key={payment.id} name={payment.amount_cents < 0 ? "Repris" : "Payé"}>
            {[
              formatExactCents(payment.amount_cents),
              METHOD_NAMES[payment.method],
              payment.cheque_number,
              formatInstant(payment.paid_at),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Fact>
        ))}
      </FactList>
      {payout != null && (
        <TextLink
          mt="sm"
          display="inline-block"
          to={paths.payouts}
          params={{ editionId: edition.id }}
          search={{ q: sheet.depositor.last_name } as never}
        >
          Voir dans les reversements
        </TextLink>
      )}
      {!selling && articles.length > 0 && (
        <Text mt="sm" size="sm" c="gray.7">
          Les ventes s’affichent ici dès l’ouverture de la vente.
        </Text>
      )}
    </Paper>
  );
}

interface ReckoningProps {
  readonly amounts: DepositorSheet["amounts"];
  /** Whether payouts are computed: until then the sum may still grow. */
  readonly computed: boolean;
}

function Reckoning({ amounts, computed }: ReckoningProps) {
  return (
    <>
      <Fact name="Ventes">{formatExactCents(amounts.gross_cents)}</Fact>
      <Fact name="Commission et frais">
        {formatExactCents(-(amounts.commission_cents + amounts.fees_cents))}
      </Fact>
      <Fact name="Ajustements">
        {amounts.adjustments_cents !== 0 && signedCents(amounts.adjustments_cents)}
      </Fact>
      <Fact name="Frais non couverts">
        {amounts.fees_due_cents !== 0 && formatExactCents(amounts.fees_due_cents)}
      </Fact>
      <Fact name={computed ? "À reverser" : "À reverser à ce jour"}>
        <strong>{formatExactCents(amounts.net_cents)}</strong>
      </Fact>
    </>
  );
}
