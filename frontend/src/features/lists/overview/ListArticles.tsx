import { Table, Text } from "@mantine/core";
import { ARTICLE_STATES, type Article } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import { formatInstant } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { TextLink } from "@/ui/links";
import { StateBadge } from "@/ui/StateBadge";
import type { Claim } from "./api";
import { LabelButton } from "./LabelButton";
import classes from "./ListArticles.module.css";

interface ListArticlesProps {
  readonly list: ItemList;
  readonly sales: readonly Claim[];
}

/** The lines of a list with their codes, and what became of each. */
export function ListArticles({ list, sales }: ListArticlesProps) {
  if (list.articles.length === 0) {
    return (
      <Text p="md" c="gray.7">
        Rien n’est déclaré sur cette liste.
      </Text>
    );
  }
  const sold = new Map(sales.map((sale) => [sale.article_id, sale]));
  return (
    <Table aria-label="Articles de la liste" className={classes.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>N°</Table.Th>
          <Table.Th>Article</Table.Th>
          <Table.Th>Prix</Table.Th>
          <Table.Th>État</Table.Th>
          <Table.Th>Étiquette</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {list.articles.map((article) => (
          <Row key={article.id} list={list} article={article} sale={sold.get(article.id)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  readonly list: ItemList;
  readonly article: Article;
  readonly sale: Claim | undefined;
}

function Row({ list, article, sale }: RowProps) {
  const state = ARTICLE_STATES[article.status];
  const editionId = list.edition.id;
  const struck = article.status === "refused" || article.status === "not_brought" || undefined;
  return (
    <Table.Tr>
      <Table.Td className={classes.line}>{article.line}</Table.Td>
      <Table.Td className={classes.what}>
        <TextLink
          to={paths.article}
          params={{ editionId, articleId: article.id }}
          td={struck && "line-through"}
        >
          {article.title}
        </TextLink>
        {article.code != null && (
          <Text size="sm" c="gray.7">
            {article.code}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={`${classes.price} figures`}>{formatCents(article.price_cents)}</Table.Td>
      <Table.Td className={classes.state}>
        <StateBadge tone={state.tone}>{state.words}</StateBadge>{" "}
        {sale !== undefined && (
          <Text span size="sm">
            {`${formatInstant(sale.sold_at)}, caisse ${sale.register_number}, `}
            <TextLink
              to={paths.tickets}
              params={{ editionId }}
              search={{ q: `${sale.ticket_number}` } as never}
            >
              {`ticket ${sale.ticket_number}`}
            </TextLink>
            {sale.price_cents !== article.price_cents && `, payé ${formatExactCents(sale.price_cents)}`}
          </Text>
        )}
        {article.status_reason != null && (
          <Text span size="sm">
            {article.status_reason}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.label}>
        <LabelButton article={article} compact />
      </Table.Td>
    </Table.Tr>
  );
}
