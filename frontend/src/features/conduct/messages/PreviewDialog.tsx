import { Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "@/ui/states";
import { previewQuery, templatesQuery } from "./api";

/** Each message the program writes, with invented data. */
export function PreviewDialog({ onClose }: { readonly onClose: () => void }) {
  const templates = useQuery(templatesQuery());
  return (
    <Modal opened onClose={onClose} title="Modèles de messages" size="lg">
      <Loaded query={templates}>
        {(all) => <Previews names={all.map(({ name, subject }) => ({ value: name, label: subject }))} />}
      </Loaded>
    </Modal>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

function Previews({ names }: { readonly names: readonly Choice[] }) {
  const [name, setName] = useState(names[0]?.value ?? "");
  const preview = useQuery(previewQuery(name));
  return (
    <Stack>
      <NativeSelect
        label="Message"
        value={name}
        data={[...names]}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Loaded query={preview}>
        {({ subject, text }) => (
          <Stack gap="xs">
            <Text fw={600}>{subject}</Text>
            <Text style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>{text}</Text>
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
