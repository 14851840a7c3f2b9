import { Group } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconHanger } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ARTICLE_STATES, type Article, catalogueQuery } from "@/domain/articles";
import { type Registration, registrationsQuery } from "@/domain/editions";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { PersonLink } from "@/ui/facts/PersonLink";
import { TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import { Cell } from "@/ui/table/Cell";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, serverRows } from "@/ui/table/rows";
import type { TableSearch } from "@/ui/table/table-address";
import { useTableSearch } from "@/ui/table/table-search";
import { articlesPageQuery } from "./api";

/** A moment without a key, before the server is asked. */
const STILL_MS = 250;

/** Every article of an edition, to find one by its code, its words or its state. */
export function ArticlesPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/articles" });
  const { search } = useTableSearch();
  const [q] = useDebouncedValue(search.q, STILL_MS);
  const articles = useQuery(
    articlesPageQuery(editionId, { ...filtersOf({ ...search, q }), page: search.page ?? 1 }),
  );
  const filtered = Object.keys(search).length > 0;
  return (
    <Page
      title="Articles"
      lead="Tout ce qui est déclaré : cherchez une étiquette (245-3), des mots, une marque, une taille."
    >
      <Loaded query={articles}>
        {(answer) =>
          answer.total === 0 && !filtered ? (
            <EmptyState icon={IconHanger} title="Aucun article">
              Les articles apparaissent ici dès que les déposants les déclarent.
            </EmptyState>
          ) : (
            <ArticlesTable edition={editionId} answer={answer} />
          )
        }
      </Loaded>
    </Page>
  );
}

const isStatus = (text: unknown): text is Article["status"] =>
  typeof text === "string" && text in ARTICLE_STATES;

/** What the address asks for, in the server's words; what is no state or number is left out. */
function filtersOf({ q, etat, categorie, liste }: TableSearch) {
  const list = Number(liste);
  return {
    ...(q !== undefined && { q }),
    ...(isStatus(etat) && { status: etat }),
    ...(categorie !== undefined && { category: String(categorie) }),
    ...(Number.isInteger(list) && list > 0 && { list }),
  };
}

interface ArticlesTableProps {
  readonly edition: string;
  readonly answer: {
    readonly items: readonly Article[];
    readonly total: number;
    readonly page: number;
    readonly per_page: number;
  };
}

function ArticlesTable({ edition, answer }: ArticlesTableProps) {
  const navigate = useNavigate();
  const catalogue = useQuery(catalogueQuery(edition));
  const registrations = useQuery(registrationsQuery(edition));
  const owners = new Map<number, Registration["depositor"]>(
    registrations.data?.flatMap(({ numbers, depositor }) =>
      numbers.map((number) => [number, depositor] as const),
    ),
  );
  const columns: readonly Column<Article>[] = [
    {
      key: "article",
      title: "Article",
      cell: (article) => (
        <Cell detail={article.code ?? `ligne ${article.line}`}>
          <TextLink to={paths.article} params={{ editionId: edition, articleId: article.id }} fw={600}>
            {article.title}
          </TextLink>
        </Cell>
      ),
    },
    {
      key: "liste",
      title: "Liste",
      cell: (article) => (
        <TextLink
          to={paths.editionList}
          params={{ editionId: edition, listId: article.list_id }}
          aria-label={`Liste ${article.list_number}`}
        >
          {article.list_number}
        </TextLink>
      ),
    },
    {
      key: "deposant",
      title: "Déposant",
      cell: ({ list_number }) => {
        const owner = owners.get(list_number);
        return owner === undefined ? "" : <PersonLink edition={edition} person={owner} />;
      },
    },
    {
      key: "prix",
      title: "Prix",
      figure: true,
      cell: ({ price_cents }) => formatCents(price_cents),
    },
    {
      key: "etat",
      title: "État",
      plain: true,
      cell: ({ status }) => (
        <StateBadge tone={ARTICLE_STATES[status].tone}>{ARTICLE_STATES[status].words}</StateBadge>
      ),
    },
  ];
  return (
    <PagedTable
      caption="Articles"
      noun={["article", "articles"]}
      searchLabel="Étiquette, description, marque, taille"
      columns={columns}
      rows={serverRows(answer)}
      rowKey={({ id }) => id}
      open={({ id }) => void navigate({ to: paths.article, params: { editionId: edition, articleId: id } })}
      filters={
        <Group gap="sm">
          <FilterSelect label="État" name="etat" all="Tous les états" choices={ARTICLE_STATES} />
          <FilterSelect
            label="Catégorie"
            name="categorie"
            all="Toutes les catégories"
            choices={Object.fromEntries(
              (catalogue.data?.categories ?? []).map(({ code, french }) => [code, french]),
            )}
          />
        </Group>
      }
    />
  );
}
