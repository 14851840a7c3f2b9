import { Alert, Button, CloseButton, Group, List, Menu, Paper, Progress, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronUp, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
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
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const { chosen } = selection;
  const chosenWords = narrow ? chosen.length.toLocaleString("fr-FR") : counted(chosen.length, ...noun);
  const count = chosen.length === 0 ? "" : `${chosenWords} dans votre choix`;
  const whole = rows.shown.length > 0 && rows.shown.every(selection.has) && chosen.length < rows.found;
  const deeds: Deed[] = bulk.verbs.map((verb) => {
    const fitting = chosen.filter((row) => verb.fits?.(row) ?? true);
    const part = fitting.length < chosen.length ? ` (${fitting.length})` : "";
    return {
      words: `${verb.label}${part}`,
      icon: verb.icon,
      danger: verb.danger ?? false,
      disabled: fitting.length === 0 || progress?.running === true,
      begin: () => verb.begin(fitting, (one) => void run(verb.label, fitting, one)),
    };
  });
  const rest: Rest = {
    all: whole && rows.all !== undefined ? rows.found : undefined,
    chooseAll: () => void rows.all?.().then(selection.only),
    clear: () => selection.only([]),
  };
  return (
    <div className={classes.place} data-shown={chosen.length > 0 || progress !== undefined || undefined}>
      {progress !== undefined && (
        <Standing progress={progress} noun={noun} nameOf={bulk.nameOf} stop={stop} dismiss={dismiss} />
      )}
      <Paper className={classes.bar ?? ""} p="sm" shadow="md" hidden={chosen.length === 0}>
        <Text fw={600} role="status">
          {count}
        </Text>
        {narrow ? <ActionsMenu deeds={deeds} rest={rest} /> : <ActionButtons deeds={deeds} rest={rest} />}
      </Paper>
    </div>
  );
}

/** One thing to do to the chosen rows that it fits. */
interface Deed {
  readonly words: string;
  readonly icon: ReactNode;
  readonly danger: boolean;
  readonly disabled: boolean;
  readonly begin: () => unknown;
}

/** What changes the choice itself. */
interface Rest {
  /** How many rows there are beyond this page, all of them choosable. */
  readonly all: number | undefined;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

interface ActionsProps {
  readonly deeds: readonly Deed[];
  readonly rest: Rest;
}

function ActionButtons({ deeds, rest }: ActionsProps) {
  return (
    <>
      <Group gap="xs">
        {deeds.map(({ words, icon, danger, disabled, begin }) => (
          <Button
            key={words}
            size="sm"
            variant="light"
            color={danger ? "bad" : "accent"}
            leftSection={icon}
            disabled={disabled}
            onClick={begin}
          >
            {words}
          </Button>
        ))}
      </Group>
      <Group gap="xs" ml="auto">
        {rest.all !== undefined && (
          <Button size="sm" variant="subtle" onClick={rest.chooseAll}>
            {allWords(rest.all)}
          </Button>
        )}
        <Button size="sm" variant="subtle" color="dark" onClick={rest.clear}>
          Effacer le choix
        </Button>
      </Group>
    </>
  );
}

/** On a telephone: one row, so that the table keeps its place. */
function ActionsMenu({ deeds, rest }: ActionsProps) {
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button
          h={44}
          ml="auto"
          style={{ flex: "none" }}
          rightSection={<IconChevronUp size={18} aria-hidden />}
        >
          Actions
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {deeds.map(({ words, icon, danger, disabled, begin }) => (
          <Menu.Item
            key={words}
            {...(danger ? { color: "bad" } : {})}
            leftSection={icon}
            disabled={disabled}
            onClick={begin}
          >
            {words}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {rest.all !== undefined && <Menu.Item onClick={rest.chooseAll}>{allWords(rest.all)}</Menu.Item>}
        <Menu.Item leftSection={<IconX size={18} aria-hidden />} onClick={rest.clear}>
          Effacer le choix
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function allWords(found: number): string {
  return `Choisir les ${found.toLocaleString("fr-FR")}`;
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
