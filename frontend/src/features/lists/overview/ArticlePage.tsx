import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ARTICLE_STATES, catalogueQuery, findKind } from "@/domain/articles";
import { formatInstant } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { Fact, FactList } from "@/ui/facts/FactList";
import { History } from "@/ui/facts/History";
import { PersonLink } from "@/ui/facts/PersonLink";
import { TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { Loaded } from "@/ui/states";
import { type ArticleSheet, articleHistoryQuery, articleQuery, type Claim } from "./api";
import { LabelButton } from "./LabelButton";

/** One article: whose it is, where it was sold, what happened to it. */
export function ArticlePage() {
  const { editionId, articleId } = useParams({ from: "/framed/editions/$editionId/articles/$articleId" });
  const sheet = useQuery(articleQuery(editionId, articleId));
  const history = useQuery(articleHistoryQuery(editionId, articleId));
  return (
    <Loaded query={sheet}>
      {(found) => (
        <Page
          title={found.article.title}
          lead={
            <>
              <TextLink to={paths.articles} params={{ editionId }} size="sm">
                <IconArrowLeft size={14} aria-hidden /> Articles
              </TextLink>
              <Text component="span" c="gray.7" display="block">
                {found.article.code ?? `Liste ${found.article.list_number}, ligne ${found.article.line}`}
              </Text>
            </>
          }
          action={<LabelButton article={found.article} />}
        >
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
            <Stack>
              <Facts edition={editionId} sheet={found} />
              <Sales edition={editionId} claims={found.claims} />
            </Stack>
            <Paper p="lg" component="section" aria-label="Historique">
              <Title order={2} mb="sm">
                Historique
              </Title>
              <Loaded query={history}>{(entries) => <History entries={entries} />}</Loaded>
            </Paper>
          </SimpleGrid>
        </Page>
      )}
    </Loaded>
  );
}

interface FactsProps {
  readonly edition: string;
  readonly sheet: ArticleSheet;
}

function Facts({ edition, sheet: { article, list } }: FactsProps) {
  const catalogue = useQuery(catalogueQuery(edition));
  const found = catalogue.data && findKind(catalogue.data, article.subcategory);
  const state = ARTICLE_STATES[article.status];
  const gender = catalogue.data?.genders.find(({ code }) => code === article.gender)?.french;
  return (
    <Paper p="lg" component="section" aria-label="L’article">
      <FactList>
        <Fact name="État">
          <Group gap="xs" component="span">
            <StateBadge tone={state.tone}>{state.words}</StateBadge>
            {article.status_reason}
          </Group>
        </Fact>
        <Fact name="Prix">{formatCents(article.price_cents)}</Fact>
        <Fact name="Déposant">
          <PersonLink edition={edition} person={list.depositor} />
        </Fact>
        <Fact name="Liste">
          <TextLink to={paths.editionList} params={{ editionId: edition, listId: article.list_id }}>
            {`${list.number}, ligne ${article.line}`}
          </TextLink>
        </Fact>
        <Fact name="Genre">{found && `${found.category.french}, ${found.kind.french}`}</Fact>
        <Fact name="Pour">{gender}</Fact>
        <Fact name="Taille">{article.size}</Fact>
        <Fact name="Couleur">{article.color}</Fact>
        <Fact name="Marque">{article.brand}</Fact>
        <Fact name="Lot">{article.lot_quantity != null && `${article.lot_quantity} pièces`}</Fact>
      </FactList>
    </Paper>
  );
}

function Sales({ edition, claims }: { readonly edition: string; readonly claims: readonly Claim[] }) {
  if (claims.length === 0) return null;
  return (
    <Paper p="lg" component="section" aria-label="Ventes">
      <Title order={2} mb="sm">
        {claims.length > 1 ? "Passages en caisse" : "Vente"}
      </Title>
      <Stack gap="md">
        {claims.map((claim) => (
          <div key={`${claim.ticket_id} ${claim.line}`}>
            <Group gap="xs">
              <TextLink
                to={paths.tickets}
                params={{ editionId: edition }}
                search={{ q: `${claim.ticket_number}` } as never}
              >
                {`Ticket ${claim.ticket_number}`}
              </TextLink>
              {claimState(claim)}
              <Text span className="figures">
                {formatExactCents(claim.price_cents)}
              </Text>
            </Group>
            <Text size="sm" c="gray.7">
              {`${formatInstant(claim.sold_at)} · caisse ${claim.register_number}, ${claim.seller}`}
            </Text>
          </div>
        ))}
      </Stack>
    </Paper>
  );
}

/** What the till's line came to. */
function claimState({ effective, cancelled }: Claim) {
  if (effective) return <StateBadge tone="good">Vendu</StateBadge>;
  if (cancelled) return <StateBadge tone="neutral">Annulé</StateBadge>;
  return <StateBadge tone="waiting">Vendu deux fois</StateBadge>;
}
