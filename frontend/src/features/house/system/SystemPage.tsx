import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { formatInstant } from "@/lib/dates";
import { Figures } from "@/ui/Figures";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { Loaded } from "@/ui/states";
import { type Finding, type System, systemQuery, type Task } from "./api";
import { Backups } from "./Backups";
import { DOORS, duration, LEVELS, stateOf } from "./wording";

/** The installation as its admin must know it: what is wrong and what to do, what cron did, what waits. */
export function SystemPage() {
  const system = useQuery(systemQuery());
  return (
    <Page
      title="Système"
      lead="L’état de l’installation : ce qui va, ce qu’il faut réparer, et comment."
      action={
        <Button
          variant="default"
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={system.isFetching}
          onClick={() => void system.refetch()}
        >
          Examiner de nouveau
        </Button>
      }
    >
      <Loaded query={system}>{(found) => <Installation system={found} />}</Loaded>
    </Page>
  );
}

function Installation({ system }: { readonly system: System }) {
  const toMend = system.findings.filter((finding) => finding.level !== "fine");
  const fine = system.findings.filter((finding) => finding.level === "fine");
  return (
    <Stack gap="xl">
      <Figures
        figures={[
          { label: "À réparer ou à surveiller", value: toMend.length },
          { label: "Messages en attente", value: system.outbox.queued },
          { label: "Messages refusés", value: system.outbox.failed },
          { label: "Version", value: system.version, detail: DOORS[system.door] },
        ]}
      />
      <Backups />
      <section aria-labelledby="constats">
        <Title order={2} id="constats" mb="sm">
          Constats
        </Title>
        <Stack gap="sm">
          {toMend.map((finding) => (
            <FindingRow key={`${finding.check} ${finding.message}`} finding={finding} />
          ))}
          <FineRows findings={fine} />
        </Stack>
        <Text size="sm" c="gray.7" mt="sm">
          {system.examined_at
            ? `L’adresse publique et le serveur d’envoi ont été examinés ${formatInstant(system.examined_at)} par la tâche planifiée.`
            : "L’adresse publique et le serveur d’envoi n’ont pas encore été examinés : la tâche planifiée s’en charge."}
        </Text>
      </section>
      <section aria-labelledby="travaux">
        <Title order={2} id="travaux" mb="sm">
          Travaux réguliers
        </Title>
        <Stack gap="sm">
          {system.tasks.map((task) => (
            <TaskRow key={task.name} task={task} />
          ))}
        </Stack>
      </section>
    </Stack>
  );
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { words, tone } = LEVELS[finding.level];
  return (
    <Paper p="md">
      <Group justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
        <Text fw={600}>{finding.title}</Text>
        <StateBadge tone={tone}>{words}</StateBadge>
      </Group>
      <Text>{finding.message}</Text>
      {finding.advice !== "" && (
        <Text mt={4}>
          <Text span fw={600}>
            Que faire :
          </Text>{" "}
          {finding.advice}
        </Text>
      )}
    </Paper>
  );
}

/** What is well needs no card of its own. */
function FineRows({ findings }: { readonly findings: readonly Finding[] }) {
  const { words, tone } = LEVELS.fine;
  return (
    <Paper p="md">
      <Stack gap="xs">
        {findings.map(({ check, title, message }) => (
          <Group
            key={`${check} ${message}`}
            justify="space-between"
            gap="sm"
            wrap="nowrap"
            align="flex-start"
          >
            <Text>
              <Text span fw={600}>
                {title}
              </Text>
              {"\u00a0: "}
              {message}
            </Text>
            <StateBadge tone={tone}>{words}</StateBadge>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function TaskRow({ task }: { readonly task: Task }) {
  const { words, tone } = stateOf(task);
  const when = task.started_at ? `${formatInstant(task.started_at)} · ${duration(task.duration_ms)}` : "";
  return (
    <Paper p="md">
      <Group justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
        <Text fw={600}>{task.title}</Text>
        <StateBadge tone={tone}>{words}</StateBadge>
      </Group>
      <Text size="sm" c="gray.7">
        {[task.schedule, when].filter(Boolean).join(" · ")}
      </Text>
      {task.detail !== "" && <Text>{task.detail}</Text>}
    </Paper>
  );
}
