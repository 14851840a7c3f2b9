import { Alert, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/ui/states";
import { type Mail, mailQuery } from "./api";
import { MessageWords } from "./MessageWords";

/** Why the words of a message are not shown. */
const WITHHELD = {
  emptied:
    "Le texte est effacé dès que le message est parti : il peut contenir des données personnelles. Les modèles montrent ce que disait un message de cette sorte.",
  personal:
    "Ce message contient un lien qui connecte la personne à qui il est adressé : elle seule peut le lire.",
} as const;

/** What one message says, as far as it is kept. */
export function ReadDialog({ mail, onClose }: { readonly mail: Mail; readonly onClose: () => void }) {
  const words = useQuery(mailQuery(mail.id));
  return (
    <Modal opened onClose={onClose} title="Le message" size="xl">
      <Stack>
        <Text c="gray.7" style={{ overflowWrap: "anywhere" }}>
          À {mail.recipient}
        </Text>
        <Loaded query={words}>
          {({ subject, kept, text, html }) =>
            kept === "here" && text != null && html != null ? (
              <MessageWords subject={subject} text={text} html={html} />
            ) : (
              <Stack>
                <Text fw={600}>{subject}</Text>
                <Alert color="gray" variant="outline">
                  {kept === "personal" ? WITHHELD.personal : WITHHELD.emptied}
                </Alert>
              </Stack>
            )
          }
        </Loaded>
      </Stack>
    </Modal>
  );
}
