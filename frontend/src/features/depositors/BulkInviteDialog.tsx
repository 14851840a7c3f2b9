import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "@/lib/words";
import { notifyDone } from "@/ui/notify";
import { ErrorState } from "@/ui/states";
import { type BulkPreview, type BulkProblem, inviteBulk, previewBulk } from "./api";

interface BulkInviteDialogProps {
  readonly edition: string;
  readonly onClose: () => void;
}

/** People pasted in, looked at, then invited. */
export function BulkInviteDialog({ edition, onClose }: BulkInviteDialogProps) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [preview, setPreview] = useState<BulkPreview>();
  const looking = useMutation({ mutationFn: () => previewBulk(edition, text), onSuccess: setPreview });
  const inviting = useMutation({
    mutationFn: () => inviteBulk(edition, text),
    onSuccess: async ({ invited }) => {
      notifyDone(`${counted(invited, "invitation part", "invitations partent")}.`);
      onClose();
      await queries.invalidateQueries({ queryKey: ["editions"] });
    },
  });
  const count = preview?.to_invite.length ?? 0;
  const failed = looking.error ?? inviting.error;
  return (
    <Modal opened onClose={onClose} title="Inviter plusieurs personnes" size="lg">
      <Stack>
        <Textarea
          label="Une personne par ligne"
          description="L’adresse seule, ou avec le prénom et le nom : zoe@exemple.fr ; Zoé ; Martin"
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
      {preview.problems.length > 0 && <Problems problems={preview.problems} />}
    </Stack>
  );
}

function Problems({ problems }: { readonly problems: readonly BulkProblem[] }) {
  return (
    <Alert
      color="waiting"
      title={`${counted(problems.length, "ligne sera laissée", "lignes seront laissées")} de côté`}
    >
      <List spacing={4}>
        {problems.map((problem) => (
          <List.Item key={problem.line}>
            Ligne {problem.line}, « {problem.value} » : {problem.message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
