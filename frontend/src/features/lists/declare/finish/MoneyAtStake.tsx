import { List, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type Edition, editionQuery } from "@/domain/editions";
import type { ItemList } from "@/domain/lists";
import { formatSpan } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { feesOf, lackingOf, shareOf } from "./money";

/** What validating a list is about: the money if everything is sold, what is missing, when to come and with what. */
export function MoneyAtStake({ list }: { readonly list: ItemList }) {
  const { data: edition } = useQuery(editionQuery(list.edition.id));
  const { size, color } = lackingOf(list.articles);
  return (
    <Stack gap="sm">
      {edition !== undefined && <Reckoning list={list} edition={edition} />}
      {size.length > 0 && <Lacking what="taille" titles={size} />}
      {color.length > 0 && <Lacking what="couleur" titles={color} />}
      <List spacing="xs">
        <List.Item>
          Votre dépôt : {formatSpan(list.slot.starts_at, list.slot.ends_at)}
          {edition?.place && `, ${edition.place}`}
        </List.Item>
        <List.Item>
          À apporter : vos articles propres et repassés, un sac pour les invendus et une enveloppe timbrée à
          votre adresse.
        </List.Item>
      </List>
    </Stack>
  );
}

function Reckoning({ list, edition }: { readonly list: ItemList; readonly edition: Edition }) {
  const total = list.counters.total_cents;
  const fees = feesOf(list.list_type, edition);
  const share = shareOf(total, edition.commission_bp);
  return (
    <Paper>
      <Line words="Demandé" cents={total} />
      <Line words={`Part de l’association (${edition.commission_bp / 100} %)`} cents={-share} />
      {fees.cents > 0 && <Line words="Frais de cette liste" cents={-fees.cents} />}
      <Line
        words={<strong>Pour vous si tout se vend</strong>}
        cents={Math.max(0, total - share - fees.cents)}
      />
      {fees.words && (
        <Text size="sm" c="gray.7">
          {fees.words}
        </Text>
      )}
    </Paper>
  );
}

function Line({ words, cents }: { readonly words: ReactNode; readonly cents: number }) {
  return (
    <div style={{ display: "flex", justifyContent: "space-between", gap: 12 }}>
      <Text>{words}</Text>
      <Text className="figures" fw={600} style={{ whiteSpace: "nowrap" }}>
        {formatExactCents(cents)}
      </Text>
    </div>
  );
}

function Lacking({ what, titles }: { readonly what: string; readonly titles: readonly string[] }) {
  const named = titles.slice(0, 5).join(", ");
  const more = titles.length - 5;
  return (
    <Text c="waiting.8">
      Sans {what} : {named}
      {more > 0 && ` et ${counted(more, "autre")}`}. Elle aide à retrouver un article sans étiquette.
    </Text>
  );
}
