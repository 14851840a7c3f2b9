import { ActionIcon, Menu, Paper, Stack, Title, UnstyledButton } from "@mantine/core";
import { IconCopy, IconDotsVertical, IconPencil, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import { type Article, byCategory, type Catalogue, findKind } from "@/domain/articles";
import { changedWithList } from "@/domain/lists";
import { wordsOf } from "@/features/lists/declare/article/draft";
import { formatCents } from "@/lib/money";
import { uuidv7 } from "@/lib/uuid";
import { iconOf } from "@/ui/category-icons";
import { notifyUndoable } from "@/ui/notice/undo";
import { StateBadge } from "@/ui/StateBadge";
import { useAction } from "@/ui/use-action";
import classes from "./ArticleRows.module.css";
import { addArticle, deleteArticle, duplicateArticle, type ItemList } from "./api";
import { ARTICLE_STATES } from "./wording";

interface ArticleRowsProps {
  readonly list: ItemList;
  readonly catalogue: Catalogue;
  /** Opens an article for changing; absent when the list is read only. */
  readonly edit: ((article: Article) => void) | undefined;
}

/** The lines of a list under the headings of the catalogue. */
export function ArticleRows({ list, catalogue, edit }: ArticleRowsProps) {
  return (
    <Stack gap="md">
      {byCategory(catalogue, list.articles).map(({ category, articles }) => {
        const Icon = iconOf(category.code);
        return (
          <section key={category.code} aria-label={category.french}>
            <div className={classes.heading}>
              <Icon size={22} aria-hidden />
              <Title order={2} fz="lg">
                {category.french}
              </Title>
            </div>
            <Paper p={0}>
              <ul className={classes.rows}>
                {articles.map((article) => (
                  <li key={article.id} className={classes.row}>
                    <Row article={article} catalogue={catalogue} edit={edit} />
                    {edit !== undefined && <RowMenu article={article} edit={edit} />}
                  </li>
                ))}
              </ul>
            </Paper>
          </section>
        );
      })}
    </Stack>
  );
}

interface RowProps {
  readonly article: Article;
  readonly catalogue: Catalogue;
  readonly edit: ((article: Article) => void) | undefined;
}

function Row({ article, catalogue, edit }: RowProps) {
  const state = ARTICLE_STATES[article.status];
  const gender = catalogue.genders.find(({ code }) => code === article.gender)?.french;
  const kind = findKind(catalogue, article.subcategory)?.kind.french;
  const details = [kind, gender, article.size, article.color, article.brand].filter(Boolean).join(" · ");
  const content = (
    <>
      <span className={classes.line}>{`${article.line}.`}</span>
      <span className={classes.title}>{article.title}</span>
      <span className={`${classes.price} figures`}>{formatCents(article.price_cents)}</span>
      <span className={classes.details}>
        {details}
        {state && (
          <>
            {" "}
            <StateBadge tone={state.tone}>{state.words}</StateBadge>
          </>
        )}
        {article.status_reason && ` ${article.status_reason}`}
      </span>
    </>
  );
  const out = article.status === "refused" || undefined;
  if (edit === undefined) {
    return (
      <div className={classes.article} data-out={out}>
        {content}
      </div>
    );
  }
  return (
    <UnstyledButton className={classes.article ?? ""} onClick={() => edit(article)}>
      {content}
    </UnstyledButton>
  );
}

function RowMenu({
  article,
  edit,
}: {
  readonly article: Article;
  readonly edit: (article: Article) => void;
}) {
  const refreshes = changedWithList(article.list_id);
  // One key for one copy: a lost answer and a second try make no third article.
  const copy = useRef(uuidv7(Date.now()));
  const copying = useAction({
    run: () => duplicateArticle(article.id, copy.current),
    done: () => {
      copy.current = uuidv7(Date.now());
      return `« ${article.title} » est copié.`;
    },
    refreshes,
  });
  const bringingBack = useAction({
    run: () => addArticle(article.list_id, article.id, wordsOf(article)),
    refreshes,
  });
  const removal = useAction({
    run: () => deleteArticle(article.id),
    done: () => notifyUndoable(`« ${article.title} » est supprimé.`, () => bringingBack.mutate()),
    refreshes,
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="dark"
          size={44}
          m={6}
          aria-label={`Actions pour « ${article.title} »`}
          loading={copying.isPending || removal.isPending}
        >
          <IconDotsVertical size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={18} aria-hidden />} onClick={() => edit(article)}>
          Modifier
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={18} aria-hidden />} onClick={() => copying.mutate()}>
          Dupliquer
        </Menu.Item>
        <Menu.Item
          color="bad"
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => removal.mutate()}
        >
          Supprimer
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
