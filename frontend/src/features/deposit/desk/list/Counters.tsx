import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconCamera, IconChecks } from "@tabler/icons-react";
import { formatCents } from "@/lib/money";
import { counted } from "@/lib/words";
import type { Review } from "@/offline/decisions/review";
import classes from "./Counters.module.css";

interface CountersProps {
  readonly review: Review;
  readonly undoable: string | undefined;
  readonly watching: boolean;
  readonly mayJudge: boolean;
  /** The way on is shown large already. */
  readonly ended: boolean;
  readonly onUndo: () => void;
  readonly onCamera: () => void;
  readonly onAcceptRest: () => void;
  readonly onRefuseRest: () => void;
  readonly onNotBrought: () => void;
  readonly onFinish: () => void;
}

/** How far the list is, and what can be done with all that is left. */
export function Counters({ review, undoable, watching, mayJudge, ended, ...on }: CountersProps) {
  const { accepted, refused, notBrought, toDo, valueCents } = review;
  const untouched = accepted + refused + notBrought === 0;
  return (
    <Paper p="sm" component="section" aria-label="Avancement de la liste">
      <Stack gap="sm">
        <div className={classes.figures} role="status" aria-label="Compte de la liste">
          <Figure count={accepted} words="accepté" />
          <Figure count={refused} words="refusé" />
          <Figure count={notBrought} words="non apporté" many="non apportés" />
          <Figure count={toDo} words="à faire" many="à faire" />
          <span className={classes.figure}>
            <b>{formatCents(valueCents)}</b> acceptés
          </span>
        </div>
        {toDo > 1 && mayJudge && (
          <Group gap="xs">
            <Button
              size="sm"
              variant="default"
              leftSection={<IconChecks size={20} aria-hidden />}
              onClick={on.onAcceptRest}
            >
              Accepter les {toDo} qui restent
            </Button>
            <Button size="sm" variant="default" onClick={on.onRefuseRest}>
              Refuser les {toDo} qui restent
            </Button>
            <Button size="sm" variant="default" onClick={on.onNotBrought}>
              {untouched
                ? `Liste non apportée (${counted(toDo, "ligne")})`
                : `Non apportés : les ${toDo} qui restent`}
            </Button>
          </Group>
        )}
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <Button
              variant="default"
              aria-pressed={watching}
              leftSection={<IconCamera size={20} aria-hidden />}
              onClick={on.onCamera}
            >
              Caméra
            </Button>
            <Button
              variant="default"
              disabled={undoable === undefined}
              leftSection={<IconArrowBackUp size={20} aria-hidden />}
              onClick={on.onUndo}
            >
              {undoable === undefined ? "Annuler" : `Annuler : ${undoable}`}
            </Button>
          </Group>
          {!ended && (
            <Button variant={toDo === 0 ? "filled" : "light"} onClick={on.onFinish}>
              Terminer
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

function Figure({
  count,
  words,
  many = `${words}s`,
}: {
  readonly count: number;
  readonly words: string;
  readonly many?: string;
}) {
  return (
    <Text span className={classes.figure ?? ""}>
      <b>{count}</b> {count < 2 ? words : many}
    </Text>
  );
}
