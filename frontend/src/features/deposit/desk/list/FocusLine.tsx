import { Button, Kbd, Paper, Text, Title } from "@mantine/core";
import { IconCheck, IconPencil, IconQuestionMark, IconX } from "@tabler/icons-react";
import { useSwipe } from "@/features/deposit/desk/input/use-swipe";
import { looksOf, verdictOf, whyRefused } from "@/features/deposit/desk/wording";
import { formatCents } from "@/lib/money";
import { counted } from "@/lib/words";
import type { Review, ReviewLine } from "@/offline/decisions/review";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./FocusLine.module.css";

interface FocusLineProps {
  readonly line: ReviewLine;
  readonly of: number;
  readonly toDo: number;
  readonly mayAccept: boolean;
  readonly mayRefuse: boolean;
  readonly onAccept: () => void;
  readonly onRefuse: () => void;
  readonly onNotBrought: () => void;
  readonly onCorrect: () => void;
}

/** The line in hand, large, and what it becomes. */
export function FocusLine({ line, of, toDo, mayAccept, mayRefuse, ...deeds }: FocusLineProps) {
  const { article, verdict, declaredCents } = line;
  const swipe = useSwipe(mayAccept ? deeds.onAccept : undefined);
  const state = verdictOf(verdict);
  const why = whyRefused(line);
  const looks = looksOf(article);
  return (
    <Paper p="md" component="section" aria-label="Ligne en main" className={classes.card ?? ""}>
      <div className={classes.swipe} {...swipe}>
        <div className={classes.words}>
          <Text c="gray.7" className="figures">
            Ligne {article.line} sur {of} – {toDo} à faire
          </Text>
          <Title order={2} className={classes.description ?? ""}>
            {article.description}
          </Title>
          {looks !== "" && <Text size="lg">{looks}</Text>}
          {verdict !== undefined && (
            <Text>
              <StateBadge tone={state.tone}>{state.words}</StateBadge> {why}
            </Text>
          )}
        </div>
        <div className={classes.price}>
          <span className={classes.amount}>{formatCents(article.price_cents)}</span>
          {declaredCents !== undefined && <Text c="gray.7">déclaré {formatCents(declaredCents)}</Text>}
        </div>
      </div>
      <div className={classes.deeds}>
        <Button
          size="lg"
          color="good"
          className={classes.accept ?? ""}
          disabled={!mayAccept}
          leftSection={<IconCheck size={26} aria-hidden />}
          rightSection={<Key>A</Key>}
          onClick={deeds.onAccept}
        >
          Accepter
        </Button>
        <Button
          size="lg"
          color="bad"
          variant="light"
          disabled={!mayRefuse}
          leftSection={<IconX size={22} aria-hidden />}
          rightSection={<Key>R</Key>}
          onClick={deeds.onRefuse}
        >
          Refuser
        </Button>
        <Button
          size="lg"
          variant="default"
          disabled={!mayRefuse}
          leftSection={<IconQuestionMark size={22} aria-hidden />}
          rightSection={<Key>N</Key>}
          onClick={deeds.onNotBrought}
        >
          Non apporté
        </Button>
        <Button
          size="lg"
          variant="default"
          disabled={!mayRefuse}
          leftSection={<IconPencil size={22} aria-hidden />}
          rightSection={<Key>C</Key>}
          onClick={deeds.onCorrect}
        >
          Corriger
        </Button>
      </div>
    </Paper>
  );
}

/** For whoever has a keyboard; others read it for nothing. */
function Key({ children }: { readonly children: string }) {
  return (
    <Kbd className={classes.key ?? ""} aria-hidden>
      {children}
    </Kbd>
  );
}

interface DoneCardProps {
  readonly review: Review;
  readonly onFinish: () => void;
  readonly onLeave: () => void;
}

/** Every line is decided: what came out of it, and the way on. */
export function DoneCard({ review, onFinish, onLeave }: DoneCardProps) {
  const { accepted, refused, notBrought, valueCents, finished } = review;
  return (
    <Paper p="md" component="section" aria-label="Ligne en main" className={classes.card ?? ""}>
      <Title order={2}>{finished ? "Liste terminée" : "Tout est décidé"}</Title>
      <Text my="sm" size="lg">
        {counted(accepted, "article accepté", "articles acceptés")} pour {formatCents(valueCents)}
        {refused > 0 && `, ${counted(refused, "refusé")}`}
        {notBrought > 0 && `, ${counted(notBrought, "non apporté", "non apportés")}`}.
      </Text>
      <Button
        size="lg"
        fullWidth
        data-autofocus
        autoFocus
        variant={finished ? "default" : "filled"}
        leftSection={<IconCheck size={24} aria-hidden />}
        onClick={finished ? onLeave : onFinish}
      >
        {finished ? "Une autre personne" : "Terminer la liste"}
      </Button>
    </Paper>
  );
}
