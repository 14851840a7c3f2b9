import { Drawer } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { startTransition, useState } from "react";
import { type Article, type Catalogue, findKind } from "@/domain/articles";
import { refreshList } from "@/domain/lists";
import { changeArticle, type ItemList, saveArticle } from "@/features/lists/declare/api";
import { asProblem } from "@/lib/server/problem";
import { useTapShield } from "@/ui/dialog/tap-shield";
import { notifyDone } from "@/ui/notice/notify";
import { ArticleForm } from "./ArticleForm";
import { bodyOf, type Draft, draftAfter, draftOf, latestOf, problemsOf } from "./draft";
import { KindPicker } from "./KindPicker";
import { keptDraft } from "./kept-draft";

interface ArticleSheetProps {
  readonly list: ItemList;
  readonly catalogue: Catalogue;
  /** The article to change; a new one when absent. */
  readonly article?: Article;
  readonly onClose: () => void;
}

/** The sheet of one article: its kind first, then its details. Nothing typed is lost until it is saved. */
export function ArticleSheet({ list, catalogue, article, onClose }: ArticleSheetProps) {
  const telephone = useMediaQuery("(max-width: 48em)", true, { getInitialValueInEffect: false });
  const queries = useQueryClient();
  const kept = keptDraft(list.id, article?.id);
  useTapShield();
  const [last, setLast] = useState(() => latestOf(list.articles));
  const start = article === undefined ? draftAfter(last) : draftOf(article);
  const [restored] = useState(() => {
    // The answer was lost, the article is there: what was typed belongs to it and to no new one.
    if (list.articles.some(({ id }) => id === kept.madeId())) kept.clear();
    return kept.read();
  });
  const form = useForm<Draft>({
    initialValues: { ...start, ...restored },
    validateInputOnBlur: ["description", "price", "brand"],
    validate: (values) => problemsOf(values, catalogue),
    onValuesChange: (values) => kept.write(values),
  });
  const [choosing, setChoosing] = useState(form.values.subcategory === "");
  const saving = useMutation({
    mutationFn: ({ confirmed }: { readonly confirmed: boolean; readonly again: boolean }) => {
      const body = bodyOf(form.values, catalogue, confirmed);
      return article === undefined ? saveArticle(list.id, kept.id(), body) : changeArticle(article.id, body);
    },
    onSuccess: async (saved, { again }) => {
      kept.clear();
      const warning = saved.warnings[0]?.message;
      notifyDone(warning ? `Enregistré. ${warning}` : `« ${saved.article.title} » est enregistré.`);
      if (again) {
        setLast(saved.article);
        const next = draftAfter(saved.article);
        form.setValues(next);
        form.resetDirty(next);
        form.clearErrors();
        kept.clear();
        setChoosing(true);
      } else {
        onClose();
      }
      await refreshList(queries, list.id);
    },
    onError: async (thrown) => {
      const { price_cents, ...errors } = asProblem(thrown).byField();
      form.setErrors(price_cents === undefined ? errors : { ...errors, price: price_cents });
      await refreshList(queries, list.id);
    },
  });
  const choose = (subcategory: string) => {
    form.setFieldValue("subcategory", subcategory);
    saving.reset();
    // The form is large: the tap is seen to be taken before a slow telephone has drawn it.
    startTransition(() => setChoosing(false));
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position={telephone ? "bottom" : "right"}
      size={telephone ? "94%" : 520}
      // What gets the focus must not lie under the buttons at the foot.
      styles={{ content: { scrollPaddingBottom: 96 } }}
      title={article === undefined ? "Nouvel article" : `Article ${article.line}`}
    >
      {choosing ? (
        <KindPicker
          catalogue={catalogue}
          counters={list.counters}
          replaced={article?.subcategory}
          first={findKind(catalogue, form.values.subcategory)?.category.code ?? last?.category}
          choose={choose}
        />
      ) : (
        <ArticleForm
          form={form}
          catalogue={catalogue}
          saving={saving}
          isNew={article === undefined}
          changeKind={() => setChoosing(true)}
        />
      )}
    </Drawer>
  );
}
