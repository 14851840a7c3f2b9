import { Alert, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import type { Summary, Warnings } from "./api";
import { type SumLine, sharesOf, waysOf } from "./reconciliation";

interface MoneySummaryProps {
  readonly summary: Summary;
  /** How many payouts there are. */
  readonly count: number;
}

/** What came in and whose it is, what is owed and where it went: two sums that can be added up by hand. */
export function MoneySummary({ summary, count }: MoneySummaryProps) {
  const paid = summary.paid.depositors;
  return (
    <Stack gap="sm">
      <MayChange warnings={summary.warnings} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        <Sum title="Encaissé" cents={summary.takings_cents} lines={sharesOf(summary)} />
        <Sum title="Dû aux déposants" cents={summary.total.net_cents} lines={waysOf(summary)} />
      </SimpleGrid>
      <Paper>
        <Progress
          size="lg"
          color="good"
          value={count === 0 ? 0 : (100 * paid) / count}
          aria-label={`${paid} reversements réglés sur ${count}`}
        />
        <Text size="sm" c="gray.7" mt={6}>
          {counted(paid, "réglé")} sur {count}
          {summary.absent.depositors > 0 &&
            `, ${counted(summary.absent.depositors, "personne absente", "personnes absentes")}`}
          {summary.nothing_to_pay > 0 &&
            `, ${counted(summary.nothing_to_pay, "à confirmer sans rien à verser", "à confirmer sans rien à verser")}`}
        </Text>
      </Paper>
    </Stack>
  );
}

interface SumProps {
  readonly title: string;
  readonly cents: number;
  readonly lines: readonly SumLine[];
}

function Sum({ title, cents, lines }: SumProps) {
  return (
    <Paper p="md" component="section" aria-label={title}>
      <Group justify="space-between" align="baseline" wrap="nowrap" mb={6}>
        <Title order={2} fz="md" fw={500}>
          {title}
        </Title>
        <Text fz="1.5rem" fw={650} lh={1.3} className="figures">
          {formatExactCents(cents)}
        </Text>
      </Group>
      {lines.map((line, place) => (
        <Group key={line.words} justify="space-between" gap="xs" wrap="nowrap" align="baseline">
          <Text size="sm" c="gray.7">
            {place === 0 ? "" : line.cents < 0 ? "− " : "+ "}
            {line.words}
          </Text>
          <Text size="sm" className="figures" style={{ whiteSpace: "nowrap" }}>
            {formatExactCents(place === 0 ? line.cents : Math.abs(line.cents))}
          </Text>
        </Group>
      ))}
    </Paper>
  );
}

/** Said wherever money is computed or paid while something may still come. */
export function MayChange({ warnings }: { readonly warnings: Warnings }) {
  const { open_tills, tickets_unsent, prices_undecided } = warnings;
  const words = [
    open_tills.length === 1 && `La caisse ${open_tills[0]} est encore ouverte.`,
    open_tills.length > 1 && `Les caisses ${open_tills.join(", ")} sont encore ouvertes.`,
    tickets_unsent > 0 &&
      `${counted(tickets_unsent, "ticket annoncé n’est pas arrivé", "tickets annoncés ne sont pas arrivés")}.`,
    prices_undecided > 0 && `${counted(prices_undecided, "prix reste à décider", "prix restent à décider")}.`,
  ].filter((word) => word !== false);
  if (words.length === 0) return null;
  return (
    <Alert
      color="waiting"
      icon={<IconAlertTriangle aria-hidden />}
      title="Les montants peuvent encore changer"
    >
      {words.join(" ")} Ce qui arrivera après un paiement sera à verser en complément.
    </Alert>
  );
}
