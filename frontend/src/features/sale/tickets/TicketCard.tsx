import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Edition } from "@/domain/editions";
import {
  backInWords,
  counterWords,
  drawersInWords,
  madeWhere,
  moneyWords,
  standing,
  standingCents,
  type Ticket,
  type TicketLine,
} from "@/domain/tickets";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { TextLink } from "@/ui/links";
import { StateBadge } from "@/ui/StateBadge";
import { CancelSale, type TakenBack } from "./CancelSale";
import classes from "./TicketCard.module.css";

interface TicketCardProps {
  readonly ticket: Ticket;
  readonly edition: Edition;
}

/** One sale with its articles, how it was paid, and what became of it. */
export function TicketCard({ ticket, edition }: TicketCardProps) {
  const manager = hasRole(useIdentity(), "manager");
  const [cancelling, setCancelling] = useState(false);
  /** What was given back just now: to be said to the customer, so it stays until the page is left. */
  const [returned, setReturned] = useState<TakenBack>();
  const open = edition.status === "sale" || edition.status === "settlement";
  return (
    <article aria-label={`Ticket ${ticket.number}`}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Text c="gray.7">{madeWhere(ticket)}</Text>
        <Group gap="xs">
          {ticket.private_sale && <StateBadge tone="accent">Vente privée</StateBadge>}
          {ticket.origin !== "strict" && <StateBadge tone="accent">Arrivé plus tard</StateBadge>}
          <Text fw={650} size="lg" className="figures">
            {ticket.cancels == null && standingCents(ticket) !== ticket.total_cents && (
              <Text span size="sm" c="gray.7" fw={400} td="line-through" mr="xs">
                {formatExactCents(ticket.total_cents)}
              </Text>
            )}
            {formatExactCents(standingCents(ticket))}
          </Text>
        </Group>
      </Group>
      <Text mt="xs">{ticket.cancels == null ? moneyWords(ticket) : counterWords(ticket)}</Text>
      <ul className={classes.lines}>
        {ticket.lines.map((line) => (
          <Line key={line.line} line={line} edition={manager ? edition.id : undefined} />
        ))}
      </ul>
      {returned !== undefined && (
        <Alert color="waiting" mt="sm" title={`Rendez ${backInWords(returned.back)} au client`} role="status">
          L’annulation est enregistrée dans le compte de la {drawersInWords(returned.back)}.
          {returned.failure !== undefined && ` Le reste n’est pas annulé : ${returned.failure}`}
        </Alert>
      )}
      {manager && open && standing(ticket).length > 0 && (
        <Stack align="flex-start" mt="sm">
          <Button variant="default" onClick={() => setCancelling(true)}>
            Annuler…
          </Button>
        </Stack>
      )}
      {cancelling && (
        <CancelSale
          ticket={ticket}
          edition={edition.id}
          onDone={(done) => {
            setReturned(done);
            setCancelling(false);
          }}
          onClose={() => setCancelling(false)}
        />
      )}
    </article>
  );
}

interface LineProps {
  readonly line: TicketLine;
  /** Given to those who may open the article. */
  readonly edition: string | undefined;
}

function Line({ line, edition }: LineProps) {
  const cancelled = line.cancelled_at != null;
  return (
    <li className={classes.line}>
      <span className={cancelled ? classes.cancelled : undefined}>
        {line.description ?? "Article inconnu"}{" "}
        {edition !== undefined && line.article_id != null ? (
          <TextLink
            to={paths.article}
            params={{ editionId: edition, articleId: line.article_id }}
            underline="always"
            className={classes.code ?? ""}
          >
            {line.code}
          </TextLink>
        ) : (
          <span className={classes.code}>{line.code}</span>
        )}
      </span>
      <span className={classes.facts}>
        {cancelled && <StateBadge tone="neutral">Annulé</StateBadge>}
        {!cancelled && line.status === "conflict" && <StateBadge tone="waiting">Vendu deux fois</StateBadge>}
        {!cancelled && line.article_id == null && <StateBadge tone="waiting">Code inconnu</StateBadge>}
        {!cancelled && line.status === "price_differs" && (
          <StateBadge tone="waiting">Prix à décider</StateBadge>
        )}
        <span className="figures">{formatExactCents(line.price_cents)}</span>
      </span>
    </li>
  );
}
