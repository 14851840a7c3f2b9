import { Box, Button, Group, Paper, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { type Catalogue, findKind } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import { formatCents } from "@/lib/money";
import { counted, sentence } from "@/lib/words";
import { notifyProblem } from "@/ui/notice/notify";
import { notifyUndoable } from "@/ui/notice/undo";
import { StateBadge } from "@/ui/StateBadge";
import { outbox, type Waiting } from "./outbox";
import { useSending } from "./use-sending";

interface WaitingArticlesProps {
  readonly list: ItemList;
  readonly catalogue: Catalogue;
  readonly waiting: readonly Waiting[];
  /** Opens one for changing; absent when the list is read only. */
  readonly edit: ((one: Waiting) => void) | undefined;
}

/** What was saved on this device and is not on the list yet: sent by itself, mended when the server refuses it. */
export function WaitingArticles({ list, catalogue, waiting, edit }: WaitingArticlesProps) {
  const sending = useSending();
  const refused = waiting.filter(({ refusal }) => refusal !== undefined);
  const under = waiting.filter(({ refusal }) => refusal === undefined);
  const away = sending.data?.putOff === true && !sending.isPending;
  return (
    <Stack gap="md" component="section" aria-label="Articles à envoyer">
      {under.length > 0 && (
        <Paper bg="waiting.0">
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <IconClock size={22} aria-hidden style={{ flex: "none" }} />
            <Text role="status">
              <strong>{counted(under.length, "article à envoyer", "articles à envoyer")}</strong>
              {under.length > 1 ? " : ils sont gardés" : " : il est gardé"} sur cet appareil et{" "}
              {under.length > 1 ? "partiront" : "partira"} dès que le réseau revient. La liste pourra être
              validée ensuite.
            </Text>
          </Group>
          <Group gap="sm" mt="sm">
            <Button h={44} loading={sending.isPending} onClick={() => sending.mutate()}>
              Envoyer maintenant
            </Button>
            {away && <Text c="gray.8">Le serveur ne répond pas encore.</Text>}
          </Group>
        </Paper>
      )}
      {refused.map((one) => (
        <Refused key={one.id} one={one} list={list} catalogue={catalogue} edit={edit} />
      ))}
      {under.length > 0 && (
        <div>
          <Group gap={10} mb="xs">
            <IconClock size={22} aria-hidden />
            <Title order={2} fz="lg">
              Pas encore sur la liste
            </Title>
          </Group>
          <Paper p={0}>
            {under.map((one) => (
              <Row key={one.id} one={one} catalogue={catalogue} edit={edit} />
            ))}
          </Paper>
        </div>
      )}
    </Stack>
  );
}

interface OneProps {
  readonly one: Waiting;
  readonly catalogue: Catalogue;
  readonly edit: ((one: Waiting) => void) | undefined;
}

function Row({ one, catalogue, edit }: OneProps) {
  const kind = findKind(catalogue, one.words.subcategory)?.kind.french;
  const { size, color, brand } = one.words;
  const content = (
    <>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
        <Text fw={600}>{titleOf(one, catalogue)}</Text>
        <Text fw={600} className="figures" style={{ whiteSpace: "nowrap" }}>
          {formatCents(one.words.price_cents)}
        </Text>
      </Group>
      <Text size="sm" c="gray.7" component="div">
        {[kind, size, color, brand].filter(Boolean).join(" · ")}{" "}
        <StateBadge tone="waiting">
          {one.isNew ? "pas encore envoyé" : "modification pas encore envoyée"}
        </StateBadge>
      </Text>
    </>
  );
  if (edit === undefined) return <Box p="sm">{content}</Box>;
  return (
    <UnstyledButton p="sm" w="100%" onClick={() => edit(one)}>
      {content}
    </UnstyledButton>
  );
}

/** The server does not take it: it stays here until it was mended or thrown away. */
function Refused({ one, list, catalogue, edit }: OneProps & { readonly list: ItemList }) {
  const title = titleOf(one, catalogue);
  const drop = () => {
    void outbox.drop(one.id).catch(notifyProblem);
    const putBack = () => void outbox.keep(one, { list, catalogue }).catch(notifyProblem);
    notifyUndoable(`« ${title} » est jeté.`, putBack);
  };
  return (
    <Paper bg="bad.0" role="alert">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconAlertTriangle size={22} aria-hidden style={{ flex: "none" }} />
        <Text>
          <strong>« {title} »</strong> n’est pas sur la liste : {one.refusal}
        </Text>
      </Group>
      <Group gap="sm" mt="sm">
        {edit !== undefined && (
          <Button h={44} onClick={() => edit(one)}>
            Corriger
          </Button>
        )}
        <Button h={44} variant="subtle" color="dark" onClick={drop}>
          Jeter
        </Button>
      </Group>
    </Paper>
  );
}

function titleOf({ words }: Waiting, catalogue: Catalogue): string {
  return (
    words.description.trim() || sentence(findKind(catalogue, words.subcategory)?.kind.french ?? "Article")
  );
}
