import { Box, Group, Paper, Text, UnstyledButton } from "@mantine/core";
import { useEffect, useRef } from "react";
import { looksInWords } from "@/features/sale/till/wording";
import { formatCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { SHOWN } from "@/offline/scan/catalogue";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./SearchResults.module.css";
import type { Search } from "./use-search";

function found(count: number, text: string): string {
  if (text === "") return "Tapez quelques mots : description, taille, liste ou prix.";
  if (count === 0) return `Aucun article ne correspond à « ${text} ». Essayez moins de mots.`;
  if (count === SHOWN)
    return `Les ${SHOWN} premiers pour « ${text} » : ajoutez la taille, la liste ou le prix.`;
  return `${counted(count, "article")} pour « ${text} »`;
}

interface SearchResultsProps {
  readonly search: Search;
  readonly onChoose: (code: string) => void;
}

/** What the catalogue holds for some words; arrows and Enter, or a touch, choose. */
export function SearchResults({ search, onChoose }: SearchResultsProps) {
  const activeRow = useRef<HTMLButtonElement>(null);
  const { results, active, text } = search;
  const activeCode = active === undefined ? undefined : results[active]?.code;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another row becomes active
  useEffect(() => {
    activeRow.current?.scrollIntoView({ block: "nearest" });
  }, [activeCode]);
  return (
    <Paper className={classes.results ?? ""} p="xs" shadow="md" role="region" aria-label="Articles trouvés">
      <Text size="sm" c="gray.7" px="xs" pb={4} role="status">
        {found(results.length, text)}
      </Text>
      {results.map((article, index) => (
        <UnstyledButton
          key={article.code}
          ref={index === active ? activeRow : undefined}
          className={classes.result ?? ""}
          data-active={index === active || undefined}
          onClick={() => onChoose(article.code)}
        >
          <Group justify="space-between" wrap="nowrap">
            <Box style={{ minWidth: 0 }}>
              <Text truncate fw={550}>
                {article.description}
              </Text>
              <Text truncate>{looksInWords(article)}</Text>
              <Text size="sm" c="gray.7">
                Liste {article.list_number} · {article.code}
              </Text>
            </Box>
            <Group gap="sm" wrap="nowrap">
              {article.status !== "on_sale" && (
                <StateBadge tone="neutral">{article.status === "sold" ? "Vendu" : "Pas en vente"}</StateBadge>
              )}
              <Text fw={650} size="lg">
                {formatCents(article.price_cents)}
              </Text>
            </Group>
          </Group>
        </UnstyledButton>
      ))}
    </Paper>
  );
}
