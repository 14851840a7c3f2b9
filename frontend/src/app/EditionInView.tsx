import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { editionQuery } from "@/lib/editions";
import { paths } from "@/lib/paths";
import { TextLink } from "@/ui/links";

/** The name of the edition that a manager works on, beside the association's. */
export function EditionInView({ id }: { readonly id: string }) {
  const edition = useQuery({ ...editionQuery(id), retry: false });
  if (edition.data === undefined) return null;
  return (
    <Text component="div" truncate visibleFrom="sm" c="gray.7" size="sm">
      <TextLink to={paths.edition} params={{ editionId: id }} c="gray.7" inherit>
        {edition.data.name}
      </TextLink>
      {edition.data.is_training && " · entraînement"}
    </Text>
  );
}
