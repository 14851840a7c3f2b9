import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { editionQuery } from "@/domain/editions";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { TextLink } from "@/ui/links";

/** The name of the edition in view, under the association's. */
export function EditionInView({ id }: { readonly id: string }) {
  const manager = hasRole(useIdentity(), "manager");
  const edition = useQuery({ ...editionQuery(id), retry: false });
  if (edition.data === undefined) return null;
  return (
    <Text component="div" truncate c="gray.7" size="sm" lh={1.25}>
      {manager ? (
        <TextLink to={paths.edition} params={{ editionId: id }} c="gray.7" inherit>
          {edition.data.name}
        </TextLink>
      ) : (
        edition.data.name
      )}
      {edition.data.is_training && " · entraînement"}
    </Text>
  );
}
