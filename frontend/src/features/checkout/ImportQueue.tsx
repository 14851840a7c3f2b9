import { Button, FileButton, Group, Paper, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Problem } from "@/lib/problem";
import type { SignedTicket } from "@/offline/ticket";
import { notifyDone } from "@/ui/notify";
import { ErrorState } from "@/ui/states";
import { tillServer } from "./till-server";

const BATCH = 100;

/** Brings in the tickets that a till without network, or a dying tablet, saved as a file. */
export function ImportQueue({ editionId }: { readonly editionId: string }) {
  const importing = useMutation({
    mutationFn: async (file: File) => {
      const tickets = read(await file.text());
      let apart = 0;
      for (let from = 0; from < tickets.length; from += BATCH) {
        const results = await tillServer.sync(editionId, tickets.slice(from, from + BATCH));
        apart += results.filter((result) => result.status === "quarantined").length;
      }
      return { count: tickets.length, apart };
    },
    onSuccess: ({ count, apart }) =>
      notifyDone(
        `${count} ticket${count > 1 ? "s" : ""} reçu${count > 1 ? "s" : ""}${apart > 0 ? `, dont ${apart} mis à part pour un gestionnaire` : ""}.`,
      ),
  });
  return (
    <Paper p="lg">
      <Group justify="space-between">
        <Text style={{ flex: "1 1 260px" }}>
          Une caisse n’a pas pu envoyer ses tickets ? Enregistrez-les là-bas dans un fichier, puis apportez-le
          ici.
        </Text>
        <FileButton accept="application/json" onChange={(file) => file !== null && importing.mutate(file)}>
          {(button) => (
            <Button
              variant="default"
              loading={importing.isPending}
              leftSection={<IconUpload size={20} aria-hidden />}
              {...button}
            >
              Apporter un fichier
            </Button>
          )}
        </FileButton>
      </Group>
      {importing.isError && <ErrorState error={importing.error} />}
    </Paper>
  );
}

/** The server judges the tickets; here only whether the file is one of ours. */
function read(text: string): SignedTicket[] {
  const refusal = new Problem(422, { code: "not_a_queue", detail: "Ce fichier ne vient pas d’une caisse." });
  try {
    const content: unknown = JSON.parse(text);
    if (
      content !== null &&
      typeof content === "object" &&
      "tickets" in content &&
      Array.isArray(content.tickets)
    ) {
      return content.tickets as SignedTicket[];
    }
  } catch {
    throw refusal;
  }
  throw refusal;
}
