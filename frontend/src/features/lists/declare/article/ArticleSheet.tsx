import { Drawer, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMediaQuery } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { startTransition, useState } from "react";
import { type Article, type Catalogue, findKind } from "@/domain/articles";
import { type ItemList, refreshList } from "@/domain/lists";
import { type ArticleWords, changeArticle, saveArticle } from "@/features/lists/declare/api";
import { outbox, type Waiting } from "@/features/lists/declare/waiting/outbox";
import { isAway } from "@/features/lists/declare/waiting/sending";
import { asProblem } from "@/lib/server/problem";
import { unbroken } from "@/lib/words";
import { useSeenHeight } from "@/ui/dialog/seen-height";
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
  /** What waits on this device under the article's identifier. */
  readonly kept?: Waiting;
  /** How many lines there are, with those that wait. */
  readonly entered: number;
  readonly onClose: () => void;
}

/** What a saved article says of the next one. */
type Last = Partial<Pick<ArticleWords, "gender" | "size" | "brand" | "category">>;

/**
 * The sheet of one article: its kind first, then its details. Nothing typed is lost until it is saved; while nobody answers
 * it is saved on this device.
 */
export function ArticleSheet({
  list,
  catalogue,
  article,
  kept: waiting,
  entered: lines,
  onClose,
}: ArticleSheetProps) {
  const telephone = useMediaQuery("(max-width: 48em)", true, { getInitialValueInEffect: false });
  const queries = useQueryClient();
  const own = article?.id ?? waiting?.id;
  const kept = keptDraft(list.id, own);
  const seen = useSeenHeight();
  useTapShield();
  // What was saved is said here: a notice would lie over the next article.
  const [entered, setEntered] = useState<string>();
  const [last, setLast] = useState<Last | undefined>(() => latestOf(list.articles));
  const start = waiting?.draft ?? (article === undefined ? draftAfter(last) : draftOf(article));
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
  const most = list.counters.limits.find(({ rule }) => rule === "list_full")?.max ?? list.articles.length + 1;
  const saving = useMutation({
    mutationFn: async ({ confirmed }: { readonly confirmed: boolean; readonly again: boolean }) => {
      const [draft, words] = [form.values, bodyOf(form.values, catalogue, confirmed)];
      const id = own ?? kept.id();
      const isNew = article === undefined;
      try {
        const { article: saved, warnings } = await (isNew
          ? saveArticle(list.id, id, words)
          : changeArticle(id, words));
        // It is on the list: should it stay on the device as well, it is sent once more and is the same article.
        if (waiting !== undefined) await outbox.drop(id).catch(() => undefined);
        const [warning] = warnings;
        const said = warning
          ? `Enregistré. ${unbroken(warning.message)}`
          : `« ${saved.title} » est enregistré.`;
        return { said, last: saved };
      } catch (thrown) {
        if (!isAway(thrown)) throw thrown;
        await outbox.keep({ id, list: list.id, isNew, draft, words, at: Date.now() }, { list, catalogue });
        const said = `« ${words.description.trim()} » est gardé sur cet appareil : il partira dès que le réseau revient.`;
        return { said, last: words };
      }
    },
    onSuccess: ({ said, last: saved }, { again }) => {
      kept.clear();
      if (again && lines + 1 < most) {
        setEntered(said);
        setLast(saved);
        const next = draftAfter(saved);
        form.setValues(next);
        form.resetDirty(next);
        form.clearErrors();
        kept.clear();
        setChoosing(true);
      } else {
        notifyDone(said);
        onClose();
      }
      // Not waited for either: without network the answer takes its time.
      void refreshList(queries, list.id);
    },
    onError: (thrown) => {
      const { price_cents, ...errors } = asProblem(thrown).byField();
      const besides = price_cents === undefined ? errors : { ...errors, price: price_cents };
      form.setErrors(besides);
      form.getInputNode(Object.keys(besides)[0] ?? "")?.focus();
      // Not waited for: a server that is away is asked again and again, and the refusal is to be seen now.
      void refreshList(queries, list.id);
    },
  });
  const choose = (subcategory: string) => {
    const category = findKind(catalogue, subcategory)?.category.code;
    if (article === undefined && last !== undefined && category !== last.category) {
      // The size of a shoe is none of a toy; what was typed meanwhile stays.
      if (form.values.size === (last.size ?? "")) form.setFieldValue("size", "");
      if (form.values.brand === (last.brand ?? "")) form.setFieldValue("brand", "");
    }
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
      styles={{
        inner: { top: seen.top, bottom: "auto", height: seen.height },
        content: { overflow: "hidden", display: "flex", flexDirection: "column" },
        header: seen.low ? { minHeight: 44, paddingBlock: 0 } : { paddingBlock: 8 },
        body: { flex: 1, minHeight: 0, padding: 0, display: "flex", flexDirection: "column" },
      }}
      title={
        article === undefined
          ? `Nouvel article · ${waiting === undefined ? lines + 1 : lines} / ${most}`
          : `Article ${article.line}`
      }
    >
      {choosing && entered !== undefined && (
        <Text px="md" pb={8} c="good.7" fw={500} role="status">
          {entered}
        </Text>
      )}
      {choosing ? (
        <KindPicker
          catalogue={catalogue}
          counters={list.counters}
          replaced={article?.subcategory}
          first={findKind(catalogue, form.values.subcategory)?.category.code ?? last?.category ?? undefined}
          again={entered !== undefined}
          choose={choose}
        />
      ) : (
        <ArticleForm
          form={form}
          catalogue={catalogue}
          saving={saving}
          isNew={own === undefined}
          low={seen.low}
          changeKind={() => setChoosing(true)}
        />
      )}
    </Drawer>
  );
}
