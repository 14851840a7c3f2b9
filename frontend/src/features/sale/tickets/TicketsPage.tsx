import { Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconReceipt, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Edition, editionQuery } from "@/domain/editions";
import { METHOD_NAMES } from "@/domain/payments";
import { SALE_METHODS, ticketsQuery } from "@/domain/tickets";
import { toInstant } from "@/lib/dates";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { Pager } from "@/ui/table/Pager";
import { serverRows } from "@/ui/table/rows";
import type { TableSearch } from "@/ui/table/table-address";
import { useTableSearch } from "@/ui/table/table-search";
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
  const { search, change } = useTableSearch();
  const page = search.page ?? 1;
  const tickets = useQuery(ticketsQuery(edition.id, { ...filtersOf(search), page }));
  return (
    <Stack gap="sm">
      <Filters edition={edition} search={search} change={change} />
      <Loaded query={tickets}>
        {(answer) => (
          <>
            <Pager rows={serverRows(answer)} noun={["ticket", "tickets"]} />
            {answer.items.length === 0 && (
              <EmptyState icon={IconReceipt} title="Aucun ticket ne correspond">
                Essayez moins de mots, ou enlevez un filtre. Un ticket encore gardé sur une caisse sans réseau
                n’est pas ici.
              </EmptyState>
            )}
            {answer.items.map((ticket) => (
              <TicketCard key={ticket.id} ticket={ticket} edition={edition} />
            ))}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

interface FiltersProps {
  readonly edition: Edition;
  readonly search: TableSearch;
  readonly change: (changes: TableSearch) => void;
}

function Filters({ edition, search, change }: FiltersProps) {
  const [text, setText] = useState(search.q ?? "");
  const look = useDebouncedCallback((q: string) => change({ q }), 300);
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        label="Numéro, étiquette ou description"
        placeholder="60012, 245-3, pantalon bleu"
        size="md"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          look(value);
        }}
        onKeyDown={({ key }) => {
          if (key === "Enter") change({ q: text });
        }}
        style={{ flex: "1 1 260px" }}
      />
      <NativeSelect
        label="Caisse"
        size="md"
        value={search.caisse ?? ""}
        onChange={({ currentTarget: { value } }) => change({ caisse: value })}
        data={[
          { value: "", label: "Toutes" },
          ...TILLS.map((till) => ({ value: `${till}`, label: `${till}` })),
        ]}
      />
      <NativeSelect
        label="Paiement"
        size="md"
        value={search.paiement ?? ""}
        onChange={({ currentTarget: { value } }) => change({ paiement: value })}
        data={[
          { value: "", label: "Tous" },
          ...SALE_METHODS.map((value) => ({ value, label: METHOD_NAMES[value] })),
        ]}
      />
      <NativeSelect
        label="Jour"
        size="md"
        value={search.jour ?? ""}
        onChange={({ currentTarget: { value } }) => change({ jour: value })}
        data={[
          { value: "", label: "Tous" },
          ...edition.sale_days.map((day) => ({ value: day, label: day.split("-").reverse().join("/") })),
        ]}
      />
    </Group>
  );
}

const methodOf = (text: unknown) => SALE_METHODS.find((method) => method === text);

/** What the address asks for, in the server's words; what is no till, method or day is left out. */
function filtersOf({ q, caisse, paiement, jour }: TableSearch) {
  const day = typeof jour === "string" && /^\d{4}-\d{2}-\d{2}$/.test(jour) ? jour : undefined;
  const next = day && new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const method = methodOf(paiement);
  return {
    ...(q !== undefined && { q }),
    ...(TILLS.includes(Number(caisse)) && { register_number: Number(caisse) }),
    ...(method !== undefined && { method }),
    ...(day && next && { from: toInstant(day, "00:00"), to: toInstant(next, "00:00") }),
  };
}
