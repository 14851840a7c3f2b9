import { List, Paper, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { editionQuery } from "@/domain/editions";
import type { ListType } from "@/domain/lists";
import { returnTimes } from "./return-times";

interface ReturnBoxProps {
  readonly editionId: string;
  readonly types: readonly ListType[];
}

/** When and where unsold articles are given back, and how the sales are paid. */
export function ReturnBox({ editionId, types }: ReturnBoxProps) {
  const { data: edition } = useQuery(editionQuery(editionId));
  const times = edition === undefined ? [] : returnTimes(edition, types);
  if (edition === undefined || times.length === 0) return null;
  return (
    <Paper component="section" aria-label="Restitution et paiement">
      <Text fw={600}>Restitution des invendus</Text>
      <List mt={4}>
        {times.map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
      {edition.place && <Text>{edition.place}</Text>}
      <Text mt="xs">
        Apportez un sac. Ce qui n’est pas repris est donné à une œuvre. Le montant de vos ventes vous est
        remis à la restitution, contre signature, ou envoyé ensuite.
      </Text>
    </Paper>
  );
}
