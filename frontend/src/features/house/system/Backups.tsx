import { Alert, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconDatabaseExport, IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { formatInstant } from "@/lib/dates";
import { ErrorState, Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { askForBackup, type Backups as BackupsAnswer, backupsQuery, downloadBackup } from "./api";
import { megabytes } from "./wording";

/** How many are shown before somebody asks for all: the latest are the ones that are fetched. */
const FEW = 5;

/** Saving everything now, and taking a copy home: for an admin who has no more than this page. */
export function Backups() {
  const backups = useQuery(backupsQuery());
  return (
    <section aria-labelledby="sauvegardes">
      <Title order={2} id="sauvegardes" mb="sm">
        Sauvegardes
      </Title>
      <Loaded query={backups}>{(found) => <Kept backups={found} />}</Loaded>
    </section>
  );
}

function Kept({ backups }: { readonly backups: BackupsAnswer }) {
  const { items, task, asked, encrypted } = backups;
  const [all, setAll] = useState(false);
  const asking = useAction({ run: askForBackup, refreshes: [keys.system()] });
  const atWork = asked || task.state === "running" || asking.isPending;
  const shown = all ? items : items.slice(0, FEW);
  return (
    <Paper p="md">
      <Stack>
        <Group justify="space-between" gap="sm">
          <div style={{ flex: "1 1 20rem" }}>
            <Text>
              Chaque nuit, tout est sauvegardé sur l’hébergement. Gardez aussi une copie ailleurs :
              téléchargez la dernière sur votre ordinateur avant et après une vente.
            </Text>
            <Text size="sm" c="gray.7" role="status">
              {atWork
                ? "Une sauvegarde est en cours ; elle apparaîtra ici."
                : task.state === "failed"
                  ? `La dernière sauvegarde a échoué : ${task.detail}`
                  : ""}
            </Text>
          </div>
          <Button
            leftSection={<IconDatabaseExport size={18} aria-hidden />}
            loading={atWork}
            onClick={() => asking.mutate()}
          >
            Sauvegarder maintenant
          </Button>
        </Group>
        {encrypted && (
          <Alert color="gray" variant="outline">
            Les sauvegardes sont chiffrées : seule la clé indiquée lors de l’installation les ouvre.
          </Alert>
        )}
        {items.length === 0 ? (
          <Text c="gray.7">Aucune sauvegarde pour le moment.</Text>
        ) : (
          <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
            {shown.map((one) => (
              <BackupRow key={one.name} backup={one} />
            ))}
          </Stack>
        )}
        {shown.length < items.length && (
          <Button variant="subtle" onClick={() => setAll(true)} style={{ alignSelf: "flex-start" }}>
            Voir les {items.length} sauvegardes
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

function BackupRow({ backup }: { readonly backup: BackupsAnswer["items"][number] }) {
  const [share, setShare] = useState<number>();
  const fetching = useAction({
    run: () => downloadBackup(backup.name, backup.bytes, setShare),
    done: () => {
      setShare(undefined);
      return "La sauvegarde est téléchargée : gardez-la en lieu sûr, elle contient toutes les données.";
    },
    refusal: "here",
  });
  const when = formatInstant(backup.made_at);
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <Text>
          {when}{" "}
          <Text span size="sm" c="gray.7">
            {megabytes(backup.bytes)}
          </Text>
        </Text>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          aria-label={`Télécharger la sauvegarde du ${when}`}
          disabled={fetching.isPending}
          onClick={() => fetching.mutate()}
        >
          {fetching.isPending ? `${Math.round((share ?? 0) * 100)} %` : "Télécharger"}
        </Button>
      </Group>
      {fetching.isError && <ErrorState error={fetching.error} />}
    </li>
  );
}
