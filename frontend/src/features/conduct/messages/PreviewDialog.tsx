import { Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useEditionInView } from "@/domain/edition-in-view";
import { editionQuery } from "@/domain/editions";
import { Loaded } from "@/ui/states";
import { previewQuery, templatesQuery } from "./api";
import { MessageWords } from "./MessageWords";

/** Each message the program writes, with the dates and the place of the edition in view. */
export function PreviewDialog({ onClose }: { readonly onClose: () => void }) {
  const inView = useEditionInView();
  const edition = useQuery({ ...editionQuery(inView ?? ""), enabled: inView !== undefined });
  // While it is not known whether there is such an edition, nothing is asked in its name.
  const about = edition.data?.id;
  const templates = useQuery({
    ...templatesQuery(about),
    enabled: inView === undefined || !edition.isPending,
  });
  return (
    <Modal opened onClose={onClose} title="Modèles de messages" size="xl">
      <Stack>
        <Text c="gray.7">
          {edition.data
            ? `Avec les dates et le lieu de « ${edition.data.name} » ; la personne et les montants sont inventés.`
            : "La personne, les dates et les montants sont inventés. Ouvrez une édition pour voir les siens."}
        </Text>
        <Loaded query={templates}>
          {(all) => (
            <Previews
              about={about}
              names={all.map(({ name, subject }) => ({ value: name, label: subject }))}
            />
          )}
        </Loaded>
      </Stack>
    </Modal>
  );
}

interface PreviewsProps {
  readonly about: string | undefined;
  readonly names: readonly { readonly value: string; readonly label: string }[];
}

function Previews({ about, names }: PreviewsProps) {
  const [name, setName] = useState(names[0]?.value ?? "");
  const preview = useQuery(previewQuery(name, about));
  return (
    <Stack>
      <NativeSelect
        label="Message"
        value={name}
        data={[...names]}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Loaded query={preview}>{(words) => <MessageWords {...words} />}</Loaded>
    </Stack>
  );
}
