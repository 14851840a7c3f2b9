import { Button, FileButton, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { ErrorState } from "@/ui/states";
import { type Preview, previewImport } from "./api";
import classes from "./ChooseFile.module.css";

interface ChooseFileProps {
  readonly edition: string;
  readonly previewed: (preview: Preview, fileName: string) => void;
}

/** The first step: a file dropped or chosen is read by the server, which writes nothing. */
export function ChooseFile({ edition, previewed }: ChooseFileProps) {
  const [over, setOver] = useState(false);
  const reading = useMutation({
    mutationFn: (file: File) => previewImport(edition, file),
    onSuccess: (preview, file) => previewed(preview, file.name),
  });
  const read = (file: File | null | undefined) => {
    if (file) reading.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    read(event.dataTransfer.files[0]);
  };
  return (
    <Stack>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same from the keyboard */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileSpreadsheet size={48} color="var(--mantine-color-accent-6)" aria-hidden />
        <Text fw={600} fz="lg">
          Déposez ici le fichier des participants
        </Text>
        <Text c="gray.7">
          CSV ou Excel (.xlsx), 5 Mo au plus. Sur Billetweb : Participants, puis Exporter.
        </Text>
        <FileButton
          accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={read}
          inputProps={{ "aria-label": "Fichier des participants" }}
        >
          {(button) => (
            <Button {...button} size="lg" loading={reading.isPending}>
              Choisir le fichier
            </Button>
          )}
        </FileButton>
      </div>
      {reading.isError && (
        <ErrorState
          error={reading.error}
          retry={() => reading.variables && reading.mutate(reading.variables)}
        />
      )}
    </Stack>
  );
}
