import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconFileDownload, IconInfoCircle, IconPlus, IconShirt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { type Catalogue, catalogueQuery } from "@/domain/articles";
import { type ItemList, LIST_STATES, listQuery, myListsQuery } from "@/domain/lists";
import { FinishCard } from "@/features/lists/declare/finish/FinishCard";
import { ArticleRows } from "@/features/lists/declare/rows/ArticleRows";
import { outbox, useOutboxReady, useWaiting } from "@/features/lists/declare/waiting/outbox";
import { formatInstant } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { download } from "@/lib/server/api";
import { hasRole, useIdentity } from "@/lib/server/session";
import { ListSwatch } from "@/ui/ListSwatch";
import { TextLink } from "@/ui/links";
import { notifyProblem } from "@/ui/notice/notify";
import { TrainingBand } from "@/ui/notice/TrainingBand";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded, RowsSkeleton } from "@/ui/states";

import { CountersCard } from "./CountersCard";
import classes from "./ListPage.module.css";
import { StartedArticle } from "./StartedArticle";
import { useArticleSheet } from "./use-article-sheet";
import { frozenWords } from "./wording";

const ArticleSheet = lazy(() =>
  import("@/features/lists/declare/article/ArticleSheet").then((module) => ({
    default: module.ArticleSheet,
  })),
);

const WaitingArticles = lazy(() =>
  import("@/features/lists/declare/waiting/WaitingArticles").then((module) => ({
    default: module.WaitingArticles,
  })),
);

/** One list: written by its depositor until it is validated, to be read afterwards. */
export function ListPage() {
  const { listId } = useParams({ from: "/framed/listes/$listId" });
  if (!useOutboxReady())
    return (
      <Page title="Liste" narrow>
        <RowsSkeleton />
      </Page>
    );
  return <KnownList key={listId} listId={listId} />;
}

function KnownList({ listId }: { readonly listId: string }) {
  // Where articles wait without network, the list stands as it was seen when they were kept.
  const seen = outbox.seen(listId);
  const list = useQuery({
    ...listQuery(listId),
    ...(seen && { initialData: seen.list, initialDataUpdatedAt: 0 }),
  });
  const catalogue = useQuery({
    ...catalogueQuery(list.data?.edition.id),
    enabled: list.data !== undefined,
    ...(seen && { initialData: seen.catalogue, initialDataUpdatedAt: 0 }),
  });
  const who = useIdentity();
  if (list.data !== undefined && hasRole(who, "manager") && who?.id !== list.data.depositor.id) {
    // Somebody else's list: those who run the edition have a page of their own for it.
    return <Navigate to={paths.editionList} params={{ editionId: list.data.edition.id, listId }} replace />;
  }
  return (
    <Loaded query={list}>
      {(found) => (
        <Page
          title={`Liste ${found.number}`}
          lead={<ListLead list={found} />}
          action={<ListSwatch list={found} />}
          narrow
        >
          <Loaded query={catalogue}>{(rules) => <ListBody list={found} catalogue={rules} />}</Loaded>
        </Page>
      )}
    </Loaded>
  );
}

function ListLead({ list }: { readonly list: ItemList }) {
  const deadline = list.edition.declaration_deadline;
  return (
    <>
      <TextLink to={paths.home} size="sm">
        <IconArrowLeft size={14} aria-hidden /> Mes listes
      </TextLink>
      <Text c="gray.7" component="span" display="block">
        {`${list.edition.name}${list.frozen === null && deadline ? `, à valider jusqu’au ${formatInstant(deadline)}` : ""}`}
      </Text>
    </>
  );
}

interface ListBodyProps {
  readonly list: ItemList;
  readonly catalogue: Catalogue;
}

function ListBody({ list, catalogue }: ListBodyProps) {
  const waiting = useWaiting(list.id);
  const { sheet, write, close } = useArticleSheet(list, waiting);
  const more = waiting.filter(({ isNew, id }) => isNew && !list.articles.some((one) => one.id === id)).length;
  const editable = list.frozen === null && list.state === "draft";
  const full = list.counters.limits.some(({ rule, used, max }) => rule === "list_full" && used + more >= max);
  return (
    <Stack gap="lg">
      {list.edition.is_training && <TrainingBand edition={list.edition.name} />}
      {!editable && <ReadOnlyNotice list={list} />}
      {editable && sheet === undefined && !full && (
        <StartedArticle list={list} catalogue={catalogue} proceed={() => write()} />
      )}
      {waiting.length > 0 && (
        <Suspense>
          <WaitingArticles
            list={list}
            catalogue={catalogue}
            waiting={waiting}
            edit={editable ? write : undefined}
          />
        </Suspense>
      )}
      <CountersCard counters={list.counters} />
      {list.articles.length === 0 && more === 0 ? (
        <EmptyState icon={IconShirt} title="Votre liste est vide">
          {editable
            ? "Ajoutez vos articles un par un : choisissez le genre d’article, décrivez-le, donnez son prix."
            : "Aucun article n’a été déclaré sur cette liste."}
        </EmptyState>
      ) : (
        <ArticleRows list={list} catalogue={catalogue} edit={editable ? write : undefined} />
      )}
      {editable && (
        <>
          {full ? (
            <FullList list={list} />
          ) : (
            <Button
              size="lg"
              className={classes.thumb ?? ""}
              leftSection={<IconPlus size={20} aria-hidden />}
              onClick={() => write()}
            >
              Nouvel article
            </Button>
          )}
          {waiting.length === 0 && <FinishCard list={list} />}
        </>
      )}
      {editable && sheet !== undefined && (
        <Suspense>
          <ArticleSheet
            list={list}
            catalogue={catalogue}
            {...sheet}
            entered={list.articles.length + more}
            onClose={close}
          />
        </Suspense>
      )}
    </Stack>
  );
}

/** What is left when nothing more fits: another list of the same person. */
function FullList({ list }: { readonly list: ItemList }) {
  const lists = useQuery(myListsQuery());
  const other = lists.data?.find(
    (one) =>
      one.edition.id === list.edition.id &&
      one.id !== list.id &&
      one.frozen === null &&
      one.article_count < 24,
  );
  return (
    <Text ta="center" c="gray.7">
      Votre liste est pleine : 24 articles.{" "}
      {other === undefined ? (
        <TextLink to={paths.home}>Voir mes listes</TextLink>
      ) : (
        <TextLink to={paths.list} params={{ listId: other.id }}>
          Il vous reste la liste {other.number}.
        </TextLink>
      )}
    </Text>
  );
}

function ReadOnlyNotice({ list }: { readonly list: ItemList }) {
  const state = LIST_STATES[list.state];
  const words = frozenWords(list);
  return (
    <Alert variant="light" color="accent" icon={<IconInfoCircle aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        <Group gap="xs">
          <StateBadge tone={state.tone}>{state.words}</StateBadge>
          {list.validated_at && <Text size="sm">le {formatInstant(list.validated_at)}</Text>}
        </Group>
        {words !== undefined && <Text>{words}</Text>}
        {list.validated_at && (
          <Button
            variant="white"
            leftSection={<IconFileDownload size={18} aria-hidden />}
            onClick={() =>
              void download(`/api/v1/lists/${list.id}/sheet.pdf`, `Liste_${list.number}.pdf`).catch(
                notifyProblem,
              )
            }
          >
            Télécharger ma liste en PDF
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
