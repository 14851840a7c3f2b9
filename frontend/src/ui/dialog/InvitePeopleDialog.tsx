import { Alert, Button, Group, List, Modal, ScrollArea, Stack, Table, Text, Textarea } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { components } from "@/lib/server/wire";
import { counted } from "@/lib/words";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";

type Schemas = components["schemas"];
type BulkPreview = Schemas["BulkPreview"];
type BulkOutcome = Schemas["BulkOutcome"];

interface InvitePeopleDialogProps {
  readonly description: string;
  /** What inviting these people would do; changes nothing. */
  readonly look: (text: string) => Promise<BulkPreview>;
  readonly invite: (text: string) => Promise<BulkOutcome>;
  readonly refreshes: readonly QueryKey[];
  /** What else is to be chosen; `changed` asks for another look. */
  readonly choice?: (changed: () => void) => ReactNode;
  readonly onClose: () => void;
}

/** People pasted in, looked at, then invited. */
export function InvitePeopleDialog(props: InvitePeopleDialogProps) {
  const { description, look, invite, refreshes, choice, onClose } = props;
  const [text, setText] = useState("");
  const [preview, setPreview] = useState<BulkPreview>();
  const looking = useAction({ run: () => look(text), done: setPreview, refusal: "here" });
  const inviting = useAction({
    run: () => invite(text),
    done: ({ invited }) => {
      onClose();
      return `${counted(invited, "invitation part", "invitations partent")}.`;
    },
    refreshes,
    refusal: "here",
  });
  const count = preview?.to_invite.length ?? 0;
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
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPreview(undefined);
          }}
        />
        {failed !== null && <ErrorState error={failed} />}
        <div aria-live="polite">{preview !== undefined && <Outcome preview={preview} />}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Annuler
          </Button>
          {preview === undefined ? (
            <Button
              disabled={text.trim() === ""}
              loading={looking.isPending}
              onClick={() => looking.mutate()}
            >
              Vérifier
            </Button>
          ) : (
            <Button disabled={count === 0} loading={inviting.isPending} onClick={() => inviting.mutate()}>
              Inviter {counted(count, "personne")}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function Outcome({ preview }: { readonly preview: BulkPreview }) {
  return (
    <Stack gap="sm">
      <Text fw={600}>
        {counted(preview.to_invite.length, "personne recevra", "personnes recevront")} une invitation.
      </Text>
      {preview.to_invite.length > 0 && <People people={preview.to_invite} />}
      {preview.problems.length > 0 && <Problems problems={preview.problems} />}
    </Stack>
  );
}

/** Everybody by name: a glance tells whether each name stands beside its address. */
function People({ people }: { readonly people: BulkPreview["to_invite"] }) {
  return (
    <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0 }} type="auto">
      <Table aria-label="Personnes à inviter" verticalSpacing={6}>
        <Table.Tbody>
          {people.map(({ email, first_name, last_name }) => (
            <Table.Tr key={email}>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{email}</Table.Td>
              <Table.Td>{`${first_name} ${last_name}`.trim() || "nom inconnu"}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

function Problems({ problems }: { readonly problems: BulkPreview["problems"] }) {
  return (
    <Alert color="waiting" title={`${counted(problems.length, "ligne", "lignes")} à regarder`}>
      <List spacing={4}>
        {problems.map((problem) => (
          <List.Item
            key={`${problem.line}-${problem.code}-${problem.value}`}
            style={{ overflowWrap: "anywhere" }}
          >
            Ligne {problem.line}, « {problem.value} » : {problem.message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
