import { Button, FileButton, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { decoded, MAX_BYTES } from "./text-file";

/** A table from a file goes into the box, where it can be seen and mended before anything happens. */
export function TextFileButton({ read }: { readonly read: (text: string) => void }) {
  const [refusal, setRefusal] = useState<string>();
  const open = async (file: File | null) => {
    if (file === null) return;
    if (file.size > MAX_BYTES) {
      setRefusal("Ce fichier est trop grand : 500 personnes au plus à la fois.");
      return;
    }
    const text = decoded(await file.arrayBuffer());
    setRefusal(
      text === undefined
        ? "Ce fichier n’est pas un CSV. Enregistrez-le en CSV, puis recommencez."
        : undefined,
    );
    if (text !== undefined) read(text);
  };
  return (
    <>
      <FileButton
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChange={(file) => void open(file)}
        inputProps={{ "aria-label": "Fichier de personnes" }}
      >
        {(button) => (
          <Button {...button} variant="default" leftSection={<IconFileUpload size={18} aria-hidden />}>
            Choisir un fichier CSV
          </Button>
        )}
      </FileButton>
      {refusal !== undefined && (
        <Text role="alert" c="bad.8">
          {refusal}
        </Text>
      )}
    </>
  );
}
