import { Button, Group, Paper, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { type Catalogue, findKind } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import { keptDraft } from "@/features/lists/declare/article/kept-draft";
import { sentence } from "@/lib/words";
import { notifyUndoable } from "@/ui/notice/undo";

interface StartedArticleProps {
  readonly list: ItemList;
  readonly catalogue: Catalogue;
  /** Opens the sheet again. */
  readonly proceed: () => void;
}

/** An article that was begun and not saved: it is no line of the list, and must not be taken for one. */
export function StartedArticle({ list, catalogue, proceed }: StartedArticleProps) {
  const kept = keptDraft(list.id);
  const [, draw] = useState(0);
  const draft = kept.read();
  const id = kept.madeId();
  const kind = findKind(catalogue, draft.subcategory ?? "")?.kind.french;
  const name = draft.description?.trim() || (kind && sentence(kind));
  // Its answer was lost on the way, and it stands on the list.
  if (!name || list.articles.some((article) => article.id === id)) return null;
  const drop = () => {
    kept.clear();
    draw((times) => times + 1);
    notifyUndoable(`« ${name} » est jeté.`, () => {
      kept.restore(draft, id);
      draw((times) => times + 1);
    });
  };
  return (
    <Paper component="section" aria-label="Article commencé" bg="waiting.0">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconPencil size={22} aria-hidden style={{ flex: "none" }} />
        <Text>
          Article commencé : <strong>{name}</strong>. Il n’est pas encore sur la liste.
        </Text>
      </Group>
      <Group gap="sm" mt="sm">
        <Button h={44} onClick={proceed}>
          Continuer
        </Button>
        <Button h={44} variant="subtle" color="dark" onClick={drop}>
          Jeter
        </Button>
      </Group>
    </Paper>
  );
}
