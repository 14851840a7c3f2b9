import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { forgetEdition, useEditionInView, viewEdition } from "@/domain/edition-in-view";
import { EDITION_STATUSES, editionQuery, editionsQuery, runningOf } from "@/domain/editions";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { hasRole, useIdentity } from "@/lib/server/session";
import { TextLink } from "@/ui/links";

/** The edition in view, under the association's name; who has none yet gets the one that runs. */
export function EditionInView() {
  const id = useEditionInView();
  return id === undefined ? <Choosing /> : <Named id={id} />;
}

function Choosing() {
  const editions = useQuery(editionsQuery());
  const running = editions.data && runningOf(editions.data)?.id;
  useEffect(() => {
    if (running !== undefined) viewEdition(running);
  }, [running]);
  return null;
}

function Named({ id }: { readonly id: string }) {
  const manager = hasRole(useIdentity(), "manager");
  const edition = useQuery({ ...editionQuery(id), retry: false });
  const gone = edition.isError && asProblem(edition.error).status === 404;
  useEffect(() => {
    if (gone) forgetEdition(id);
  }, [gone, id]);
  if (edition.data === undefined) return null;
  const { name, status } = edition.data;
  return (
    <Text component="div" truncate c="gray.7" size="sm" lh={1.25}>
      {manager ? (
        <TextLink to={paths.edition} params={{ editionId: id }} c="gray.7" inherit>
          {name}
        </TextLink>
      ) : (
        name
      )}
      {` · ${EDITION_STATUSES[status]}`}
    </Text>
  );
}
