import { Group, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Edition, editionQuery } from "@/domain/editions";
import { METHOD_NAMES } from "@/domain/payments";
import { SALE_METHODS, type Ticket, ticketDaysQuery, ticketsQuery } from "@/domain/tickets";
import { formatDate, toInstant } from "@/lib/dates";
import { sentence } from "@/lib/words";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { serverRows } from "@/ui/table/rows";
import type { TableSearch } from "@/ui/table/table-address";
import { useTableSearch } from "@/ui/table/table-search";
import { ticketColumns } from "./columns";
import { TicketCard } from "./TicketCard";

const TILLS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Every sale of an edition, to find one again and to take it back. */
export function TicketsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/tickets" });
  const edition = useQuery(editionQuery(editionId));
  return (
    <Page
      title="Tickets"
      lead="Retrouvez une vente par son numéro, un article, la caisse ou l’heure, pour la vérifier ou l’annuler."
    >
      <Loaded query={edition}>{(found) => <Tickets edition={found} />}</Loaded>
    </Page>
  );
}

function Tickets({ edition }: { readonly edition: Edition }) {
  const { search } = useTableSearch();
  const tickets = useQuery(ticketsQuery(edition.id, { ...filtersOf(search), page: search.page ?? 1 }));
  const [opened, setOpened] = useState<Ticket>();
  // What is shown follows what becomes of it, also where a filter no longer finds it.
  const shown = tickets.data?.items.find(({ id }) => id === opened?.id) ?? opened;
  return (
    <>
      <Loaded query={tickets}>
        {(answer) => (
          <PagedTable
            caption="Tickets"
            noun={["ticket", "tickets"]}
            searchLabel="Numéro, étiquette (245-3) ou description"
            columns={ticketColumns(setOpened)}
            rows={serverRows(answer)}
            rowKey={({ id }) => id}
            nothing="Aucun ticket ne correspond. Un ticket encore gardé sur une caisse sans réseau n’est pas ici."
            open={setOpened}
            filters={<Filters edition={edition} search={search} />}
          />
        )}
      </Loaded>
      <Modal
        opened={shown !== undefined}
        onClose={() => setOpened(undefined)}
        title={shown && `Ticket ${shown.number}`}
        size="lg"
      >
        {shown && <TicketCard ticket={shown} edition={edition} />}
      </Modal>
    </>
  );
}

interface FiltersProps {
  readonly edition: Edition;
  readonly search: TableSearch;
}

function Filters({ edition, search }: FiltersProps) {
  const known = useQuery(ticketDaysQuery(edition.id));
  // A day of the address is offered while the answer is on its way, so that it stands in its field.
  const asked = dayOf(search.jour);
  const days = known.data ?? (asked === undefined ? [] : [asked]);
  return (
    <Group gap="sm">
      <FilterSelect
        label="Caisse"
        name="caisse"
        all="Toutes les caisses"
        choices={Object.fromEntries(TILLS.map((till) => [`${till}`, `Caisse ${till}`]))}
      />
      <FilterSelect
        label="Paiement"
        name="paiement"
        all="Tous les paiements"
        choices={Object.fromEntries(SALE_METHODS.map((method) => [method, METHOD_NAMES[method]]))}
      />
      <FilterSelect
        label="Jour"
        name="jour"
        all="Tous les jours"
        choices={Object.fromEntries(days.map((day) => [day, sentence(formatDate(day, "weekday"))]))}
      />
    </Group>
  );
}

const methodOf = (text: unknown) => SALE_METHODS.find((method) => method === text);

function dayOf(text: unknown): string | undefined {
  return typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}

/** What the address asks for, in the server's words; what is no till, method or day is left out. */
function filtersOf({ q, caisse, paiement, jour }: TableSearch) {
  const day = dayOf(jour);
  const next = day && new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const method = methodOf(paiement);
  return {
    ...(q !== undefined && { q }),
    ...(TILLS.includes(Number(caisse)) && { register_number: Number(caisse) }),
    ...(method !== undefined && { method }),
    ...(day && next && { from: toInstant(day, "00:00"), to: toInstant(next, "00:00") }),
  };
}
