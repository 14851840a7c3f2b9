import { Menu } from "@mantine/core";
import { IconCopy, IconPencil, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import type { Article } from "@/domain/articles";
import { changedWithList } from "@/domain/lists";
import { addArticle, deleteArticle, duplicateArticle } from "@/features/lists/declare/api";
import { wordsOf } from "@/features/lists/declare/article/draft";
import { uuidv7 } from "@/lib/uuid";
import { takeFocus } from "@/ui/dialog/focus-return";
import { notifyUndoable } from "@/ui/notice/undo";
import { useAction } from "@/ui/use-action";
import { RowTarget } from "./RowTarget";

interface RowMenuProps {
  readonly article: Article;
  readonly edit: (article: Article) => void;
}

/** What can be done with one line; opens with the tap that loaded it. */
export function RowMenu({ article, edit }: RowMenuProps) {
  const refreshes = changedWithList(article.list_id);
  // One key for one copy: a lost answer and a second try make no third article.
  const copy = useRef(uuidv7(Date.now()));
  const copying = useAction({
    run: () => duplicateArticle(article.id, copy.current),
    done: (copied) => {
      copy.current = uuidv7(Date.now());
      // A copy differs from its original in something: it is opened for that.
      edit(copied.article);
      return `« ${article.title} » est copié : changez ce qui diffère.`;
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
    <Menu position="bottom-end" defaultOpened>
      <Menu.Target>
        <RowTarget article={article} loading={copying.isPending || removal.isPending} ref={takeFocus} />
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
