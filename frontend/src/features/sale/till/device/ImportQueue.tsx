import { Button, FileButton, Group, NativeSelect, Paper, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { TillEdition } from "@/features/sale/till/api";
import { Problem } from "@/lib/server/problem";
import type { SignedTicket } from "@/offline/ticket/ticket";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { tillServer } from "./till-server";

const BATCH = 100;

/** Brings in the tickets that a till without network, or a dying tablet, saved as a file. */
export function ImportQueue({ editions }: { readonly editions: readonly TillEdition[] }) {
  const [chosen, setChosen] = useState("");
  const emptyPicker = useRef<() => void>(null);
  // With several editions a file sent to the wrong one would be set apart: somebody has to say which.
  const editionId = editions.length === 1 ? editions[0]?.id : chosen || undefined;
  const importing = useAction({
    run: async (file: File) => {
      const tickets = read(await file.text());
      if (editionId === undefined) return { count: 0, apart: 0 };
      let apart = 0;
      for (let from = 0; from < tickets.length; from += BATCH) {
        const results = await tillServer.sync(editionId, tickets.slice(from, from + BATCH));
        apart += results.filter((result) => result.status === "quarantined").length;
      }
      return { count: tickets.length, apart };
    },
    done: ({ count, apart }) =>
      `${count} ticket${count > 1 ? "s" : ""} reçu${count > 1 ? "s" : ""}${apart > 0 ? `, dont ${apart} mis à part pour un gestionnaire` : ""}.`,
    refusal: "here",
  });
  const receive = (file: File | null) => {
    if (file === null) return;
    // Browsers say nothing of the file that is chosen already, and this one may be tried again.
    emptyPicker.current?.();
    importing.mutate(file);
  };
  return (
    <Paper p="lg">
      <Stack gap="sm">
        <Text fw={600}>Recevoir les ventes d’une autre caisse</Text>
        <Text>
          Elle n’a plus de réseau, ou l’appareil faiblit ? Dans son menu, choisissez « Sauver les ventes dans
          un fichier », mettez le fichier sur une clé USB, puis recevez-le ici. Rien ne compte deux fois.
        </Text>
        <Group align="flex-end">
          {editions.length > 1 && (
            <NativeSelect
              label="Ces ventes sont de"
              data={[
                { value: "", label: "Choisissez l’édition" },
                ...editions.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <FileButton
            accept="application/json"
            disabled={editionId === undefined}
            resetRef={emptyPicker}
            onChange={receive}
          >
            {(button) => (
              <Button
                variant="default"
                disabled={editionId === undefined}
                loading={importing.isPending}
                leftSection={<IconUpload size={20} aria-hidden />}
                {...button}
              >
                Recevoir un fichier
              </Button>
            )}
          </FileButton>
        </Group>
        {importing.isError && <ErrorState error={importing.error} />}
      </Stack>
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
      Array.isArray(content.tickets) &&
      content.tickets.every(isTicket)
    ) {
      return content.tickets;
    }
  } catch {
    throw refusal;
  }
  throw refusal;
}

function isTicket(content: unknown): content is SignedTicket {
  const { lines, payments } = (content ?? {}) as Partial<SignedTicket>;
  return Array.isArray(lines) && Array.isArray(payments);
}
