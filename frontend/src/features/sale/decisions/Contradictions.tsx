import { List, Paper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formatHour } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { type Contradiction, contradictionsQuery } from "./api";

/** Sold articles that had been refused, withdrawn or given back. The sale counts; somebody asks what happened. */
export function Contradictions({ edition }: { readonly edition: string }) {
  const found = useQuery(contradictionsQuery(edition));
  if (found.data === undefined || found.data.length === 0) return null;
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Ventes à éclaircir</Title>
      <Text c="gray.7" mb="md">
        Ces articles ont été vendus alors qu’ils n’auraient pas dû être en vente. La vente compte ; vérifiez
        l’étiquette avec la caisse.
      </Text>
      <List>
        {found.data.map((one) => (
          <List.Item key={one.article_id}>
            <b>
              {one.code} · {one.description}
            </b>{" "}
            : {decided(one)}. Ticket {one.sale.ticket_number}, caisse {one.sale.register_number},{" "}
            {one.sale.seller}, à {formatHour(one.sale.sold_at)}, {formatExactCents(one.sale.price_cents)}
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}

const VERDICTS = { accept: undefined, refuse: "refusé au dépôt", not_brought: "absent du dépôt" } as const;
const MARKS = { withdrawn: "retiré de la vente", lost: "noté perdu" } as const;
const OUTCOMES = { returned: "rendu au déposant", donated: "donné" } as const;

/** `refusé au dépôt (bouton manquant)`: the latest that was decided. */
function decided({ verdict, mark, outcome, status_reason }: Contradiction): string {
  const words =
    (outcome && OUTCOMES[outcome]) ??
    (mark && MARKS[mark]) ??
    (verdict && VERDICTS[verdict]) ??
    "pas passé au dépôt";
  return status_reason ? `${words} (${status_reason})` : words;
}
