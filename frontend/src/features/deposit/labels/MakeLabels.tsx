import { Alert, Button, Group, Progress, Text } from "@mantine/core";
import { IconFileDownload, IconTags } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys } from "@/domain/keys";
import { formatInstant } from "@/lib/dates";
import { download } from "@/lib/server/api";
import { asProblem } from "@/lib/server/problem";
import { unbroken } from "@/lib/words";
import { notifyProblem } from "@/ui/notice/notify";
import { useAction } from "@/ui/use-action";
import { generateLabels, isOver, type Job, jobQuery, type LabelFile, type Selection } from "./api";

interface MakeLabelsProps {
  readonly edition: string;
  readonly selection: Selection;
  readonly label: string;
  /** The latest file, which may still be in the making. */
  readonly file?: LabelFile | null;
  /** Whether there is something that no file holds yet. */
  readonly due: boolean;
}

/** Starts the sheets, shows how far they are, offers the file. Leaving the page stops nothing; coming back finds it. */
export function MakeLabels({ edition, selection, label, file, due }: MakeLabelsProps) {
  const [started, setStarted] = useState<Job>();
  // A small file is made by the time of the answer: no progress is shown then, and the slots have changed.
  const starting = useAction({
    run: () => generateLabels(edition, selection),
    done: setStarted,
    refreshes: [keys.edition(edition)],
  });
  const job = started ?? file?.job;
  if (job !== undefined && !isOver(job)) {
    return <JobProgress edition={edition} first={job} over={setStarted} />;
  }
  if (job?.state === "failed") {
    return (
      <Alert color="bad" role="alert">
        <Group>
          <Text>{unbroken(job.message)}</Text>
          <Button variant="white" color="bad" onClick={() => starting.mutate()}>
            Réessayer
          </Button>
        </Group>
      </Alert>
    );
  }
  const url = job?.result_url;
  const ready = url !== undefined && url !== null && (started !== undefined || !due);
  return (
    <Group gap="sm">
      {url && (
        <Button
          variant={ready ? "filled" : "default"}
          leftSection={<IconFileDownload size={18} aria-hidden />}
          onClick={() => void download(url, "Etiquettes.pdf").catch(notifyProblem)}
        >
          Télécharger le PDF
        </Button>
      )}
      <Button
        variant={ready ? "default" : "filled"}
        leftSection={<IconTags size={18} aria-hidden />}
        loading={starting.isPending}
        onClick={() => starting.mutate()}
      >
        {url ? "Préparer de nouveau" : label}
      </Button>
      {url && started === undefined && file && (
        <Text size="sm" c="gray.7">
          Fichier du {formatInstant(file.made_at)}
        </Text>
      )}
    </Group>
  );
}

interface JobProgressProps {
  readonly edition: string;
  readonly first: Job;
  /** Called with the job once it is done or given up. */
  readonly over: (job: Job) => void;
}

function JobProgress({ edition, first, over }: JobProgressProps) {
  const queries = useQueryClient();
  const { data: job = first, error } = useQuery({ ...jobQuery(first.id), initialData: first });
  const done = isOver(job);
  useEffect(() => {
    if (!done) return;
    over(job);
    void queries.invalidateQueries({ queryKey: keys.edition(edition) });
  }, [done, edition, job, over, queries]);
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
