import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { Edition } from "@/domain/editions";
import { LIST_STATES, type ListSummary } from "@/domain/lists";
import { LABEL_STATES } from "@/features/lists/overview/wording";
import { formatInstant } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { counted, rangesInWords } from "@/lib/words";
import { ListSwatch } from "@/ui/ListSwatch";
import { TextLink } from "@/ui/links";
import { StateBadge } from "@/ui/StateBadge";
import type { DepositorSheet } from "./api";

interface ListsCardProps {
  readonly edition: Edition;
  readonly sheet: DepositorSheet;
}

/** The person's lists, each with the way to it. */
export function ListsCard({ edition, sheet: { lists, registration } }: ListsCardProps) {
  const begun = new Set(lists.map(({ number }) => number));
  const left = registration?.numbers.filter((number) => !begun.has(number)) ?? [];
  return (
    <Paper p="lg" component="section" aria-label="Listes">
      <Title order={2} mb="sm">
        Listes
      </Title>
      <Stack gap="md">
        {lists.map((list) => (
          <List key={list.id} edition={edition} list={list} />
        ))}
        {left.length > 0 && (
          <Text c="gray.7">
            {`${left.length > 1 ? "Numéros réservés" : "Numéro réservé"}, sans liste pour le moment : ${rangesInWords(left)}.`}
          </Text>
        )}
        {registration == null && <Text c="gray.7">Sans inscription, il n’y a pas de liste.</Text>}
      </Stack>
    </Paper>
  );
}

function List({ edition, list }: { readonly edition: Edition; readonly list: ListSummary }) {
  const state = LIST_STATES[list.state];
  return (
    <div>
      <Group gap="sm">
        <TextLink
          to={paths.editionList}
          params={{ editionId: edition.id, listId: list.id }}
          underline="never"
          aria-label={`Liste ${list.number}`}
        >
          <ListSwatch list={list} />
        </TextLink>
        <StateBadge tone={state.tone}>{state.words}</StateBadge>
        <Text>
          {counted(list.article_count, "article")} · {formatCents(list.total_cents)}
        </Text>
      </Group>
      <Text size="sm" c="gray.7" mt={4}>
        {[
          list.validated_at != null && `validée ${formatInstant(list.validated_at)}`,
          list.state !== "draft" && `étiquettes : ${LABEL_STATES[list.label_state].toLocaleLowerCase("fr")}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </div>
  );
}
