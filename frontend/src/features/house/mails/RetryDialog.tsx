import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { sending, showRefusal } from "@/ui/form/form";
import { notifyDone } from "@/ui/notice/notify";
import { type Mail, retryMail } from "./api";

/** Sends a message again, to the same address or to a corrected one. */
export function RetryDialog({ mail, onClose }: { readonly mail: Mail; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ mode: "uncontrolled", initialValues: { recipient: mail.recipient } });
  const retrying = useMutation({
    mutationFn: ({ recipient }: { readonly recipient: string }) =>
      retryMail(mail.id, recipient.trim() === mail.recipient ? null : recipient),
    onSuccess: async (sent) => {
      notifyDone(`Le message repart à ${sent.recipient}.`);
      onClose();
      await queries.invalidateQueries({ queryKey: keys.mails() });
    },
    onError: (thrown) => showRefusal(form, thrown, ["recipient"]),
  });
  return (
    <Modal opened onClose={onClose} title="Renvoyer ce message">
      <form noValidate onSubmit={sending(form, (values) => retrying.mutate(values))}>
        <Stack>
          <Text>{mail.subject}</Text>
          {mail.last_error && (
            <Text size="sm" c="gray.7">
              Réponse du serveur : {mail.last_error}
            </Text>
          )}
          <TextInput
            label="Adresse"
            type="email"
            description="Corrigée ici, l’adresse l’est aussi dans le compte, tant que la personne ne l’a pas activé."
            key={form.key("recipient")}
            {...form.getInputProps("recipient")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Annuler
            </Button>
            <Button type="submit" loading={retrying.isPending}>
              Renvoyer
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
