import { Button, Group } from "@mantine/core";
import { IconClipboardCheck, IconClipboardList } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Edition, editionQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { editionListsQuery, LIST_STATES, type ListSummary } from "@/domain/lists";
import { formatShortInstant } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { PersonLink } from "@/ui/facts/PersonLink";
import { ListSwatch } from "@/ui/ListSwatch";
import { LinkButton, TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useTableSearch } from "@/ui/table/table-search";
import { useAction } from "@/ui/use-action";
import { acceptLists } from "./api";
import { ReopenDialog } from "./ReopenDialog";
import { LABEL_STATES, mayReopen } from "./wording";

/** Every list of an edition: how far it is, and what a manager may do about it. */
export function ListsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/listes" });
  const edition = useQuery(editionQuery(editionId));
  const lists = useQuery(editionListsQuery(editionId));
  return (
    <Page
      title="Listes"
      lead="Ce que les déposants ont déclaré."
      action={edition.data && lists.data && <AcceptButton edition={edition.data} lists={lists.data} />}
    >
      <Loaded query={lists}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={IconClipboardList}
              title="Aucune liste commencée"
              action={
                <LinkButton to={paths.registrations} params={{ editionId }}>
                  Voir les inscriptions
                </LinkButton>
              }
            >
              Les listes apparaissent dès qu’un déposant commence la sienne.
            </EmptyState>
          ) : (
            <ListsTable all={all} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** For associations that skip the review: every validated list at once. */
function AcceptButton({
  edition,
  lists,
}: {
  readonly edition: Edition;
  readonly lists: readonly ListSummary[];
}) {
  const waiting = lists.filter((list) => list.state === "validated");
  const accepting = useAction({
    run: () => acceptLists(edition.id),
    done: (accepted) =>
      `${counted(accepted.lists, "liste acceptée", "listes acceptées")}, ${counted(accepted.articles, "article")}.`,
    refreshes: [keys.edition(edition.id)],
  });
  if (edition.status !== "deposit" || !edition.accept_whole_lists || waiting.length === 0) return null;
  const ask = async () => {
    const articles = waiting.reduce((sum, list) => sum + list.article_count, 0);
    const body = `${counted(waiting.length, "liste validée", "listes validées")}, ${counted(articles, "article")} : tout est accepté et sera en vente à l’ouverture.`;
    const title = "Accepter toutes les listes";
    if (await confirm({ title, body, confirm: title })) accepting.mutate();
  };
  return (
    <Button
      leftSection={<IconClipboardCheck size={18} aria-hidden />}
      loading={accepting.isPending}
      onClick={() => void ask()}
    >
      Accepter {counted(waiting.length, "liste")}
    </Button>
  );
}

function ListsTable({ all }: { readonly all: readonly ListSummary[] }) {
  const navigate = useNavigate();
  const { search } = useTableSearch();
  const [reopened, setReopened] = useState<ListSummary>();
  const rows = all.filter(
    (list) =>
      (search.etat === undefined || list.state === search.etat) &&
      (search.etiquettes === undefined || list.label_state === search.etiquettes),
  );
  const columns: readonly Column<ListSummary>[] = [
    {
      key: "numero",
      title: "Liste",
      sort: ({ number }) => number,
      cell: (list) => (
        <TextLink
          to={paths.editionList}
          params={{ editionId: list.edition.id, listId: list.id }}
          underline="never"
          aria-label={`Liste ${list.number}`}
        >
          <ListSwatch list={list} />
        </TextLink>
      ),
    },
    {
      key: "deposant",
      title: "Déposant",
      sort: ({ depositor }) => `${depositor.last_name} ${depositor.first_name}`,
      cell: ({ depositor, edition }) => <PersonLink edition={edition.id} person={depositor} />,
    },
    {
      key: "creneau",
      title: "Dépôt",
      sort: ({ slot }) => slot.starts_at,
      cell: ({ slot }) => formatShortInstant(slot.starts_at),
    },
    {
      key: "articles",
      title: "Articles",
      figure: true,
      sort: ({ article_count }) => article_count,
      cell: ({ article_count }) => article_count,
    },
    {
      key: "total",
      title: "Demandé",
      figure: true,
      sort: ({ total_cents }) => total_cents,
      cell: ({ total_cents }) => formatCents(total_cents),
    },
    {
      key: "etat",
      title: "État",
      plain: true,
      sort: ({ state }) => state,
      cell: ({ state }) => <StateBadge tone={LIST_STATES[state].tone}>{LIST_STATES[state].words}</StateBadge>,
    },
    {
      key: "etiquettes",
      title: "Étiquettes",
      sort: ({ label_state }) => label_state,
      cell: ({ label_state }) => LABEL_STATES[label_state],
    },
    {
      key: "actions",
      title: "Actions",
      bare: true,
      cell: (list) =>
        mayReopen(list) && (
          <Button
            variant="subtle"
            size="sm"
            onClick={() => setReopened(list)}
            aria-label={`Rouvrir la liste ${list.number}`}
          >
            Rouvrir
          </Button>
        ),
    },
  ];
  const shown = useLocalRows(
    rows,
    columns,
    ({ number, depositor }) => `${number} ${depositor.first_name} ${depositor.last_name}`,
  );
  return (
    <>
      <PagedTable
        caption="Listes"
        noun={["liste", "listes"]}
        searchLabel="Chercher un numéro ou un nom"
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        open={({ id, edition }) =>
          void navigate({ to: paths.editionList, params: { editionId: edition.id, listId: id } })
        }
        filters={
          <Group gap="sm">
            <FilterSelect label="État" name="etat" all="Tous les états" choices={LIST_STATES} />
            <FilterSelect
              label="Étiquettes"
              name="etiquettes"
              all="Toutes les étiquettes"
              choices={LABEL_STATES}
            />
          </Group>
        }
      />
      {reopened !== undefined && <ReopenDialog list={reopened} onClose={() => setReopened(undefined)} />}
    </>
  );
}
