import { Alert, Button, Group, Progress, Text } from "@mantine/core";
import { IconFileDownload, IconTags } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "@/domain/keys";
import { download } from "@/lib/server/api";
import { asProblem } from "@/lib/server/problem";
import { notifyProblem } from "@/ui/notice/notify";
import { useAction } from "@/ui/use-action";
import { generateLabels, isOver, type Job, jobQuery } from "./api";

interface MakeLabelsProps {
  readonly edition: string;
  readonly selection: Parameters<typeof generateLabels>[1];
  readonly label: string;
  readonly light?: boolean;
}

/** Starts the sheets, shows how far they are, then offers the file. Leaving the page stops nothing. */
export function MakeLabels({ edition, selection, label, light = false }: MakeLabelsProps) {
  const [started, setStarted] = useState<Job>();
  const starting = useAction({ run: () => generateLabels(edition, selection), done: setStarted });
  if (started !== undefined) {
    return <JobProgress edition={edition} first={started} again={() => starting.mutate()} />;
  }
  return (
    <Button
      variant={light ? "light" : "filled"}
      leftSection={<IconTags size={18} aria-hidden />}
      loading={starting.isPending}
      onClick={() => starting.mutate()}
    >
      {label}
    </Button>
  );
}

interface JobProgressProps {
  readonly edition: string;
  readonly first: Job;
  readonly again: () => void;
}

function JobProgress({ edition, first, again }: JobProgressProps) {
  const queries = useQueryClient();
  const { data: job = first, error } = useQuery({ ...jobQuery(first.id), initialData: first });
  const over = isOver(job);
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: keys.edition(edition) });
  }, [over, edition, queries]);
  if (job.state === "failed") {
    return (
      <Alert color="bad" role="alert">
        <Group>
          <Text>{job.message}</Text>
          <Button variant="white" color="bad" onClick={again}>
            Réessayer
          </Button>
        </Group>
      </Alert>
    );
  }
  const { result_url: url } = job;
  if (job.state === "done" && url) {
    return (
      <Button
        leftSection={<IconFileDownload size={18} aria-hidden />}
        onClick={() => void download(url, "Etiquettes.pdf").catch(notifyProblem)}
      >
        Télécharger le PDF
      </Button>
    );
  }
  return (
    <div style={{ minWidth: 240, flex: 1 }}>
      <Text size="sm" role="status">
        {error ? asProblem(error).message : job.message}
      </Text>
      <Progress
        mt={6}
        size="lg"
        animated
        value={job.total > 0 ? (100 * job.done) / job.total : 0}
        aria-label="Avancement des étiquettes"
      />
    </div>
  );
}
