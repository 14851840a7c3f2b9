import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import type { Article } from "@/domain/articles";
import { download } from "@/lib/server/api";
import { useAction } from "@/ui/use-action";

interface LabelButtonProps {
  readonly article: Pick<Article, "id" | "code" | "status">;
  /** Beside others in a row: a pictogram says it. */
  readonly compact?: boolean;
}

/** One label again, the same as the first; an article without one has no button. */
export function LabelButton({ article, compact = false }: LabelButtonProps) {
  const printing = useAction({
    run: () => download(`/api/v1/articles/${article.id}/label.pdf`, `Etiquette_${article.code}.pdf`, "POST"),
  });
  if (article.code == null || article.status === "refused") return null;
  const words = "Réimprimer l’étiquette";
  const icon = <IconPrinter size={18} aria-hidden />;
  return compact ? (
    <Button
      variant="subtle"
      color="dark"
      px="xs"
      loading={printing.isPending}
      aria-label={`${words} ${article.code}`}
      title={words}
      onClick={() => printing.mutate()}
    >
      {icon}
    </Button>
  ) : (
    <Button
      variant="default"
      leftSection={icon}
      loading={printing.isPending}
      onClick={() => printing.mutate()}
    >
      {words}
    </Button>
  );
}
