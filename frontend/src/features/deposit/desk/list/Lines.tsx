import { Paper, Text, Title, UnstyledButton } from "@mantine/core";
import { memo, useEffect, useRef } from "react";
import { looksOf, verdictOf } from "@/features/deposit/desk/wording";
import { formatCents } from "@/lib/money";
import type { ReviewLine } from "@/offline/decisions/review";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./Lines.module.css";

interface LinesProps {
  readonly lines: readonly ReviewLine[];
  readonly current: string | undefined;
  readonly onChoose: (articleId: string) => void;
}

/** All lines in the order of the list, with what each has become. */
export function Lines({ lines, current, onChoose }: LinesProps) {
  const place = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another line is in hand
  useEffect(() => {
    const shown = place.current?.querySelector("[aria-current]");
    // Only the list itself moves, where it has a height of its own: the page stays under the thumb.
    if (shown instanceof HTMLElement && place.current !== null) {
      const { offsetTop, offsetHeight } = shown;
      const { scrollTop, clientHeight } = place.current;
      const hidden = offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight;
      if (hidden) place.current.scrollTop = offsetTop - clientHeight / 3;
    }
  }, [current]);
  return (
    <Paper p={0} component="section" aria-labelledby="lines-title" className={classes.place ?? ""}>
      <Title order={2} id="lines-title" fz="md" className={classes.title ?? ""}>
        Lignes
      </Title>
      <ol className={classes.lines} ref={place}>
        {lines.map((line) => (
          <Line key={line.article.id} line={line} current={line.article.id === current} onChoose={onChoose} />
        ))}
      </ol>
    </Paper>
  );
}

interface LineProps {
  readonly line: ReviewLine;
  readonly current: boolean;
  readonly onChoose: (articleId: string) => void;
}

const Line = memo(
  function Line({ line, current, onChoose }: LineProps) {
    const { article, verdict, corrected } = line;
    const { words, tone } = verdictOf(verdict);
    return (
      <li>
        <UnstyledButton
          className={classes.line ?? ""}
          data-kind={verdict?.kind}
          aria-current={current || undefined}
          onClick={() => onChoose(article.id)}
        >
          <span className={classes.number}>{article.line}</span>
          <span className={classes.words}>
            <Text component="span" display="block" truncate fw={550}>
              {article.description}
            </Text>
            <Text component="span" display="block" truncate c="gray.7" size="sm">
              {looksOf(article)}
              {corrected && " (corrigé)"}
            </Text>
          </span>
          <span className={classes.end}>
            <Text component="span" fw={650} className="figures">
              {formatCents(article.price_cents)}
            </Text>
            <StateBadge tone={tone}>{words}</StateBadge>
          </span>
        </UnstyledButton>
      </li>
    );
  },
  (a, b) =>
    a.current === b.current && JSON.stringify(a.line) === JSON.stringify(b.line) && a.onChoose === b.onChoose,
);
