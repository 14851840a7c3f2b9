import { Alert, Button, Group, List, Modal, ScrollArea, Stack, Table, Text, Textarea } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { components } from "@/lib/server/wire";
import { counted, unbroken } from "@/lib/words";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { TextFileButton } from "./TextFileButton";

type Schemas = components["schemas"];
type Problem = Schemas["BulkProblem"];

/** Somebody of the box, and what will happen to them. */
export interface BoxPerson {
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
}

export interface BoxPreview<Person extends BoxPerson> {
  readonly to_invite: readonly Person[];
  readonly problems: readonly Problem[];
}

interface InvitePeopleDialogProps<
  Person extends BoxPerson,
  Outcome extends { readonly problems: readonly Problem[] },
> {
  readonly description: string;
  /** What inviting these people would do; changes nothing. */
  readonly look: (text: string) => Promise<BoxPreview<Person>>;
  readonly invite: (text: string) => Promise<Outcome>;
  /** What was done, as a sentence. */
  readonly done: (outcome: Outcome) => string;
  /** What will happen to all of them, as a sentence. */
  readonly summary: (people: readonly Person[]) => string;
  /** What will happen to one of them, where it is not the same for all. */
  readonly fate?: (person: Person) => ReactNode;
  /** The button's words. */
  readonly submit: (people: readonly Person[]) => string;
  readonly refreshes: readonly QueryKey[];
  /** What else is to be chosen; `changed` asks for another look. */
  readonly choice?: (changed: () => void) => ReactNode;
  readonly onClose: () => void;
}

/** People pasted in or read from a file, looked at, then invited. */
export function InvitePeopleDialog<
  Person extends BoxPerson,
  Outcome extends { readonly problems: readonly Problem[] },
>(props: InvitePeopleDialogProps<Person, Outcome>) {
  const { description, look, invite, done, summary, fate, submit, refreshes, choice, onClose } = props;
  const [text, setText] = useState("");
  const [preview, setPreview] = useState<BoxPreview<Person>>();
  /** Who was left out although the preview had let them in: something has changed in between. */
  const [leftOut, setLeftOut] = useState<readonly Problem[]>([]);
  const looking = useAction({ run: () => look(text), done: setPreview, refusal: "here" });
  const inviting = useAction({
    run: () => invite(text),
    done: (outcome) => {
      const known = new Set(preview?.problems.map(keyOf));
      const meanwhile = outcome.problems.filter((problem) => !known.has(keyOf(problem)));
      if (meanwhile.length === 0) onClose();
      else setLeftOut(meanwhile);
      return done(outcome);
    },
    refreshes,
    refusal: "here",
  });
  const change = (next: string) => {
    setText(next);
    setPreview(undefined);
    setLeftOut([]);
  };
  const people = preview?.to_invite ?? [];
  const failed = looking.error ?? inviting.error;
  return (
    <Modal opened onClose={onClose} title="Inviter plusieurs personnes" size="lg">
      <Stack>
        {choice?.(() => setPreview(undefined))}
        <Textarea
          label="Qui inviter ?"
          description={description}
          size="md"
          autosize
          minRows={6}
          maxRows={14}
          data-autofocus
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <Group>
          <TextFileButton read={change} />
        </Group>
        {failed !== null && <ErrorState error={failed} />}
        <div aria-live="polite">
          {leftOut.length > 0 ? (
            <Problems title="Entre-temps refusé" problems={leftOut} />
          ) : (
            preview !== undefined && <Outlook preview={preview} summary={summary} fate={fate} />
          )}
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {leftOut.length > 0 ? "Fermer" : "Annuler"}
          </Button>
          {leftOut.length > 0 ? null : preview === undefined ? (
            <Button
              disabled={text.trim() === ""}
              loading={looking.isPending}
              onClick={() => looking.mutate()}
            >
              Vérifier
            </Button>
          ) : (
            <Button
              disabled={people.length === 0}
              loading={inviting.isPending}
              onClick={() => inviting.mutate()}
            >
              {submit(people)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function keyOf({ line, code, value }: Problem): string {
  return `${line}-${code}-${value}`;
}

interface OutlookProps<Person extends BoxPerson> {
  readonly preview: BoxPreview<Person>;
  readonly summary: (people: readonly Person[]) => string;
  readonly fate: ((person: Person) => ReactNode) | undefined;
}

function Outlook<Person extends BoxPerson>({ preview, summary, fate }: OutlookProps<Person>) {
  const { to_invite: people, problems } = preview;
  return (
    <Stack gap="sm">
      <Text fw={600}>{summary(people)}</Text>
      {people.length > 0 && <People people={people} fate={fate} />}
      {problems.length > 0 && (
        <Problems title={`${counted(problems.length, "ligne", "lignes")} à regarder`} problems={problems} />
      )}
    </Stack>
  );
}

interface PeopleProps<Person extends BoxPerson> {
  readonly people: readonly Person[];
  readonly fate: ((person: Person) => ReactNode) | undefined;
}

/** Everybody by name: a glance tells whether each name stands beside its address. */
function People<Person extends BoxPerson>({ people, fate }: PeopleProps<Person>) {
  return (
    <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0 }} type="auto">
      <Table aria-label="Personnes à inviter" verticalSpacing={6}>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.email}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {person.email}
                <Text size="sm" c="gray.7">
                  {`${person.first_name} ${person.last_name}`.trim() || "nom inconnu"}
                </Text>
              </Table.Td>
              {fate !== undefined && <Table.Td>{fate(person)}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

function Problems({ title, problems }: { readonly title: string; readonly problems: readonly Problem[] }) {
  return (
    <Alert color="waiting" title={title}>
      <List spacing={4}>
        {problems.map((problem) => (
          <List.Item key={keyOf(problem)} style={{ overflowWrap: "anywhere" }}>
            Ligne {problem.line}, « {problem.value} » : {unbroken(problem.message)}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
