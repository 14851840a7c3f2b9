import { Button, Group, Stack, Text } from "@mantine/core";
import { IconEye, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { formatInstant } from "@/lib/dates";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { Loaded } from "@/ui/states";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useTableSearch } from "@/ui/table/table-search";
import { type Mail, type MailState, mailsQuery } from "./api";
import { OutboxStanding } from "./OutboxStanding";
import { MAIL_STATES } from "./wording";

const RetryDialog = lazy(() => import("./RetryDialog").then((module) => ({ default: module.RetryDialog })));
const PreviewDialog = lazy(() =>
  import("./PreviewDialog").then((module) => ({ default: module.PreviewDialog })),
);

const ReadDialog = lazy(() => import("./ReadDialog").then((module) => ({ default: module.ReadDialog })));

/** What the program has written to people: what waits, what was refused and why, and sending it again. */
export function MailsPage() {
  const { search } = useTableSearch();
  const mails = useQuery(mailsQuery(known(search.etat)));
  const [retried, setRetried] = useState<Mail>();
  const [reading, setReading] = useState<Mail>();
  const [previewing, setPreviewing] = useState(false);
  return (
    <Page
      title="Messages"
      lead="Ce que l’application a écrit. Un message refusé garde la réponse du serveur : corrigez l’adresse et renvoyez-le. Le texte d’un message est effacé dès qu’il est parti."
      action={
        <Button
          variant="default"
          leftSection={<IconEye size={18} aria-hidden />}
          onClick={() => setPreviewing(true)}
        >
          Voir les modèles
        </Button>
      }
    >
      <OutboxStanding />
      <Loaded query={mails}>{(all) => <MailsTable all={all} read={setReading} retry={setRetried} />}</Loaded>
      <Suspense>
        {retried !== undefined && <RetryDialog mail={retried} onClose={() => setRetried(undefined)} />}
        {reading !== undefined && <ReadDialog mail={reading} onClose={() => setReading(undefined)} />}
        {previewing && <PreviewDialog onClose={() => setPreviewing(false)} />}
      </Suspense>
    </Page>
  );
}

function known(state: string | number | undefined): MailState | undefined {
  return typeof state === "string" && state in MAIL_STATES ? (state as MailState) : undefined;
}

interface MailsTableProps {
  readonly all: readonly Mail[];
  readonly read: (mail: Mail) => void;
  readonly retry: (mail: Mail) => void;
}

function MailsTable({ all, read, retry }: MailsTableProps) {
  const columns: readonly Column<Mail>[] = [
    {
      key: "date",
      title: "Écrit",
      sort: ({ created_at }) => created_at,
      cell: ({ created_at }) => formatInstant(created_at),
    },
    {
      key: "adresse",
      title: "Adresse",
      sort: ({ recipient }) => recipient,
      cell: ({ recipient }) => recipient,
    },
    { key: "objet", title: "Objet", sort: ({ subject }) => subject, cell: ({ subject }) => subject },
    {
      key: "etat",
      title: "État",
      sort: ({ state }) => state,
      cell: (mail) => <StateCell mail={mail} />,
    },
    {
      key: "actions",
      title: "Actions",
      bare: true,
      cell: (mail) => (
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="subtle"
            style={{ flex: "none" }}
            leftSection={<IconEye size={18} aria-hidden />}
            aria-label={`Lire le message à ${mail.recipient} : ${mail.subject}`}
            onClick={() => read(mail)}
          >
            Lire
          </Button>
          {(mail.state === "failed" || (mail.state === "queued" && mail.attempts > 0)) && (
            <Button
              variant="subtle"
              style={{ flex: "none" }}
              leftSection={<IconSend size={18} aria-hidden />}
              aria-label={`Renvoyer à ${mail.recipient} : ${mail.subject}`}
              onClick={() => retry(mail)}
            >
              Renvoyer
            </Button>
          )}
        </Group>
      ),
    },
  ];
  const shown = useLocalRows(all, columns, (mail) => `${mail.recipient} ${mail.subject}`);
  return (
    <PagedTable
      caption="Messages"
      noun={["message", "messages"]}
      searchLabel="Chercher une adresse ou un objet"
      nothing="Aucun message ne correspond."
      columns={columns}
      rows={shown}
      rowKey={({ id }) => id}
      filters={<FilterSelect label="État" name="etat" all="Tous les états" choices={MAIL_STATES} />}
    />
  );
}

function StateCell({ mail }: { readonly mail: Mail }) {
  const { words, tone } = MAIL_STATES[mail.state];
  const unsent = mail.state === "failed" || mail.state === "queued";
  return (
    <Stack gap={4}>
      <StateBadge tone={tone}>{words}</StateBadge>
      {unsent && mail.last_error && (
        <Text size="sm" c="gray.7">
          {mail.last_error}
        </Text>
      )}
    </Stack>
  );
}
