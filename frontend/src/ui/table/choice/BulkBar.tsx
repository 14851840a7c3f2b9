import { Alert, Button, CloseButton, Group, List, Paper, Progress, Text } from "@mantine/core";
import { counted } from "@/lib/words";
import { type Bulk, type BulkProgress, useBulkRun } from "@/ui/table/bulk";
import type { Rows } from "@/ui/table/rows";
import classes from "./BulkBar.module.css";
import type { Selection } from "./selection";

interface BulkBarProps<Row> {
  readonly bulk: Bulk<Row>;
  readonly rows: Rows<Row>;
  readonly selection: Selection<Row>;
  readonly noun: readonly [string, string];
}

/** What can be done to the chosen rows, how far it is, and what it came to. Stands at the foot of the screen. */
export function BulkBar<Row>({ bulk, rows, selection, noun }: BulkBarProps<Row>) {
  const { progress, run, stop, dismiss } = useBulkRun(bulk, selection.only);
  const { chosen } = selection;
  const count = chosen.length === 0 ? "" : `${counted(chosen.length, ...noun)} dans votre choix`;
  const whole = rows.shown.length > 0 && rows.shown.every(selection.has) && chosen.length < rows.found;
  return (
    <div className={classes.place} data-shown={chosen.length > 0 || progress !== undefined || undefined}>
      {progress !== undefined && (
        <Standing progress={progress} noun={noun} nameOf={bulk.nameOf} stop={stop} dismiss={dismiss} />
      )}
      <Paper className={classes.bar ?? ""} p="sm" shadow="md" hidden={chosen.length === 0}>
        <Text fw={600} role="status">
          {count}
        </Text>
        <Group gap="xs">
          {bulk.verbs.map((verb) => {
            const fitting = chosen.filter((row) => verb.fits?.(row) ?? true);
            const part = fitting.length < chosen.length ? ` (${fitting.length})` : "";
            return (
              <Button
                key={verb.label}
                size="sm"
                variant="light"
                color={verb.danger ? "bad" : "accent"}
                leftSection={verb.icon}
                disabled={fitting.length === 0 || progress?.running === true}
                onClick={() => verb.begin(fitting, (one) => void run(verb.label, fitting, one))}
              >
                {verb.label}
                {part}
              </Button>
            );
          })}
        </Group>
        <Group gap="xs" ml="auto">
          {whole && rows.all !== undefined && (
            <Button size="sm" variant="subtle" onClick={() => void rows.all?.().then(selection.only)}>
              Choisir les {rows.found.toLocaleString("fr-FR")}
            </Button>
          )}
          <Button size="sm" variant="subtle" color="dark" onClick={() => selection.only([])}>
            Effacer le choix
          </Button>
        </Group>
      </Paper>
    </div>
  );
}

interface StandingProps<Row> {
  readonly progress: BulkProgress<Row>;
  readonly noun: readonly [string, string];
  readonly nameOf: (row: Row) => string;
  readonly stop: () => void;
  readonly dismiss: () => void;
}

function Standing<Row>({ progress, noun, nameOf, stop, dismiss }: StandingProps<Row>) {
  const { label, total, done, failed, running } = progress;
  if (running) {
    const tried = done + failed.length;
    return (
      <Paper p="sm" shadow="md">
        <Group wrap="nowrap">
          <Text role="status">
            {label} : {tried} sur {total}
          </Text>
          <Progress value={(100 * tried) / total} flex={1} aria-label={label} />
          <Button size="sm" variant="default" onClick={stop}>
            Arrêter
          </Button>
        </Group>
      </Paper>
    );
  }
  const left = total - done - failed.length;
  return (
    <Alert role="status" color={failed.length > 0 ? "bad" : "good"} className={classes.result ?? ""}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text fw={600}>
            {label} : fait pour {counted(done, ...noun)}
            {done < total && ` sur ${total}`}.{left > 0 && ` Vous avez arrêté : il en reste ${left} à faire.`}
          </Text>
          {failed.length > 0 && (
            <List size="sm" mt={4}>
              {failed.map(({ row, why }) => (
                <List.Item key={nameOf(row)}>
                  <strong>{nameOf(row)}</strong> : {why}
                </List.Item>
              ))}
            </List>
          )}
        </div>
        <CloseButton size="lg" aria-label="Fermer ce compte rendu" onClick={dismiss} />
      </Group>
    </Alert>
  );
}
