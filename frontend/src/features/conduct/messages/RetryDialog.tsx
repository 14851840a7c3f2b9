import { Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { keys } from "@/domain/keys";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { useAction } from "@/ui/use-action";
import { type Mail, retryMail } from "./api";

/** Sends a message again, to the same address or to a corrected one. */
export function RetryDialog({ mail, onClose }: { readonly mail: Mail; readonly onClose: () => void }) {
  const form = useForm({ mode: "uncontrolled", initialValues: { recipient: mail.recipient } });
  const retrying = useAction({
    run: ({ recipient }: { readonly recipient: string }) =>
      retryMail(mail.id, recipient.trim() === mail.recipient ? null : recipient),
    done: (sent) => {
      onClose();
      return `Le message repart à ${sent.recipient}.`;
    },
    refreshes: [keys.mails()],
    form,
  });
  return (
    <FormDialog
      title="Renvoyer ce message"
      onClose={onClose}
      onSubmit={sending(form, (values) => retrying.mutate(values))}
      submit="Renvoyer"
      pending={retrying.isPending}
    >
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
    </FormDialog>
  );
}
