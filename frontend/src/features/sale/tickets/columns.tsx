import { Anchor, Group } from "@mantine/core";
import { counterWords, moneyWords, standing, standingCents, type Ticket } from "@/domain/tickets";
import { formatShortInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { StateBadge } from "@/ui/StateBadge";
import { Cell } from "@/ui/table/Cell";
import type { Column } from "@/ui/table/rows";

/** A sale in a row; its number opens all of it. */
export function ticketColumns(open: (ticket: Ticket) => void): readonly Column<Ticket>[] {
  return [
    {
      key: "numero",
      title: "Ticket",
      cell: (ticket) => (
        <Anchor
          component="button"
          fz="inherit"
          fw={600}
          style={{ whiteSpace: "nowrap" }}
          onClick={() => open(ticket)}
        >
          Ticket {ticket.number}
        </Anchor>
      ),
    },
    { key: "heure", title: "Vendu", plain: true, cell: ({ sold_at }) => formatShortInstant(sold_at) },
    {
      key: "caisse",
      title: "Caisse",
      cell: ({ register_number, seller }) => `${register_number}, ${seller}`,
    },
    { key: "articles", title: "Articles", plain: true, cell: articles },
    {
      key: "paiement",
      title: "Paiement",
      plain: true,
      cell: (ticket) => (ticket.cancels == null ? moneyWords(ticket) : counterWords(ticket)),
    },
    {
      key: "montant",
      title: "Montant",
      figure: true,
      plain: true,
      // What stands; what was taken back of it is said beside the articles and the payment.
      cell: (ticket) => <strong>{formatExactCents(standingCents(ticket))}</strong>,
    },
  ];
}

/** The first article and how many more, and whatever of the sale is not as usual. */
function articles(ticket: Ticket) {
  const [first] = ticket.lines;
  const more = ticket.lines.length - 1;
  return (
    <Group gap="2px 8px">
      <Cell {...(more > 0 && { detail: `et ${counted(more, "autre")}` })}>
        {first === undefined ? "" : (first.description ?? first.code)}
      </Cell>
      {flags(ticket).map((flag) => (
        <StateBadge key={flag.words} tone={flag.tone}>
          {flag.words}
        </StateBadge>
      ))}
    </Group>
  );
}

function flags(ticket: Ticket) {
  const left = standing(ticket);
  const cancelled = ticket.lines.filter((line) => line.cancelled_at != null).length;
  return [
    ticket.private_sale && { words: "Vente privée", tone: "accent" as const },
    ticket.origin !== "strict" && { words: "Arrivé plus tard", tone: "accent" as const },
    cancelled > 0 && {
      words: cancelled === ticket.lines.length ? "Annulé" : counted(cancelled, "annulé"),
      tone: "neutral" as const,
    },
    left.some((line) => line.status === "conflict") && {
      words: "Vendu deux fois",
      tone: "waiting" as const,
    },
    left.some((line) => line.article_id == null) && { words: "Code inconnu", tone: "waiting" as const },
    left.some((line) => line.status === "price_differs") && {
      words: "Prix à décider",
      tone: "waiting" as const,
    },
  ].filter((flag) => flag !== false);
}
