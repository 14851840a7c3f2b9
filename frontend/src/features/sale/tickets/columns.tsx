import { Anchor, Group } from "@mantine/core";
import { METHOD_NAMES } from "@/domain/payments";
import { standing, standingCents, type Ticket } from "@/domain/tickets";
import { formatShortInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { StateBadge } from "@/ui/StateBadge";
import { Cell } from "@/ui/table/Cell";
import type { Column } from "@/ui/table/rows";

/** What is read at one glance stays on one line. */
const LINE = { whiteSpace: "nowrap", textAlign: "left" } as const;

/** A sale in a row; its number opens all of it. */
export function ticketColumns(open: (ticket: Ticket) => void): readonly Column<Ticket>[] {
  return [
    {
      key: "numero",
      title: "Ticket",
      cell: (ticket) => (
        <Anchor component="button" fz="inherit" fw={600} style={LINE} onClick={() => open(ticket)}>
          Ticket {ticket.number}
        </Anchor>
      ),
    },
    {
      key: "heure",
      title: "Vendu",
      plain: true,
      cell: ({ sold_at }) => <span style={LINE}>{formatShortInstant(sold_at)}</span>,
    },
    {
      key: "caisse",
      title: "Caisse",
      cell: ({ register_number, seller }) => <span style={LINE}>{`${register_number}, ${seller}`}</span>,
    },
    { key: "articles", title: "Articles", plain: true, cell: articles },
    {
      key: "paiement",
      title: "Paiement",
      plain: true,
      cell: payment,
    },
    {
      key: "montant",
      title: "Montant",
      figure: true,
      plain: true,
      cell: (ticket) => <strong>{formatExactCents(standingCents(ticket))}</strong>,
    },
  ];
}

/** How it was paid; what went back stands in the ticket. */
function payment({ payments }: Ticket): string {
  return [...new Set(payments.map(({ method }) => METHOD_NAMES[method]))].join(", ");
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
    ticket.cancels != null && { words: "Annulation", tone: "neutral" as const },
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
