import { Paper, Stack, Title, UnstyledButton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import {
  ARTICLE_STATES,
  type Article,
  byCategory,
  type Catalogue,
  findKind,
  isUndecided,
} from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import { formatCents } from "@/lib/money";
import { iconOf } from "@/ui/category-icons";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./ArticleRows.module.css";
import { RowTarget } from "./RowTarget";

const RowMenu = lazy(() => import("./RowMenu").then((module) => ({ default: module.RowMenu })));

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
                    {edit !== undefined && <RowButton article={article} edit={edit} />}
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
  const state = isUndecided(article) ? undefined : ARTICLE_STATES[article.status];
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

interface RowButtonProps {
  readonly article: Article;
  readonly edit: (article: Article) => void;
}

/** The menu's code comes with the first tap. */
function RowButton(props: RowButtonProps) {
  const [wanted, setWanted] = useState(false);
  const button = <RowTarget article={props.article} loading={wanted} onClick={() => setWanted(true)} />;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <RowMenu {...props} />
    </Suspense>
  );
}
