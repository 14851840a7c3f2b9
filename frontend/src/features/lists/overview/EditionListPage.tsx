import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconArrowLeft, IconFileDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { registrationsQuery } from "@/domain/editions";
import { type ItemList, LIST_STATES, LIST_TYPES, listQuery } from "@/domain/lists";
import { formatInstant, formatSpan } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { download } from "@/lib/server/api";
import { counted } from "@/lib/words";
import { Fact, FactList } from "@/ui/facts/FactList";
import { PersonLink } from "@/ui/facts/PersonLink";
import { PhoneLink } from "@/ui/facts/PhoneLink";
import { ListSwatch } from "@/ui/ListSwatch";
import { TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { listSalesQuery } from "./api";
import { ListArticles } from "./ListArticles";
import { ReopenDialog } from "./ReopenDialog";
import { LABEL_STATES, mayReopen } from "./wording";

/** A list as those who run the edition see it: whose it is, what became of each article. */
export function EditionListPage() {
  const { editionId, listId } = useParams({ from: "/framed/editions/$editionId/listes/$listId" });
  const list = useQuery(listQuery(listId));
  return (
    <Loaded query={list}>
      {(found) => (
        <Page
          title={`Liste ${found.number}`}
          lead={
            <>
              <TextLink to={paths.lists} params={{ editionId }} size="sm">
                <IconArrowLeft size={14} aria-hidden /> Listes
              </TextLink>
              <Text component="span" c="gray.7" display="block">
                {`${found.edition.name}, ${LIST_TYPES[found.list_type].toLocaleLowerCase("fr")}`}
              </Text>
            </>
          }
          action={<ListSwatch list={found} />}
        >
          <List list={found} />
        </Page>
      )}
    </Loaded>
  );
}

function List({ list }: { readonly list: ItemList }) {
  const sales = useQuery(listSalesQuery(list.id));
  const sold = sales.data ?? [];
  const takings = sold.reduce((cents, { price_cents }) => cents + price_cents, 0);
  return (
    <Stack gap="md">
      <Owner list={list} />
      <Paper p={0} component="section" aria-label="Articles">
        <Title order={2} p="md" pb={0}>
          Articles
        </Title>
        <Text px="md" pb="xs" c="gray.7">
          {[
            counted(list.article_count, "article"),
            `demandé ${formatCents(list.total_cents)}`,
            ...(sold.length > 0
              ? [`${counted(sold.length, "vendu")} pour ${formatExactCents(takings)}`]
              : []),
          ].join(" · ")}
        </Text>
        <ListArticles list={list} sales={sold} />
      </Paper>
    </Stack>
  );
}

function Owner({ list }: { readonly list: ItemList }) {
  const [reopening, setReopening] = useState(false);
  const registrations = useQuery(registrationsQuery(list.edition.id));
  const owner = registrations.data?.find(({ depositor }) => depositor.id === list.depositor.id)?.depositor;
  const state = LIST_STATES[list.state];
  const fetching = useAction({
    run: () => download(`/api/v1/lists/${list.id}/sheet.pdf`, `Liste_${list.number}.pdf`),
  });
  const printable = list.state !== "draft" && list.state !== "not_finalised";
  return (
    <Paper p="lg" component="section" aria-label="La liste">
      <FactList>
        <Fact name="Déposant">
          <PersonLink edition={list.edition.id} person={list.depositor} />
        </Fact>
        <Fact name="Téléphone">{owner?.phone != null && <PhoneLink phone={owner.phone} />}</Fact>
        <Fact name="Dépôt">{formatSpan(list.slot.starts_at, list.slot.ends_at)}</Fact>
        <Fact name="État">
          <Group gap="xs" component="span">
            <StateBadge tone={state.tone}>{state.words}</StateBadge>
            {list.validated_at != null && (
              <Text span size="sm" c="gray.7">
                {`${list.state === "draft" ? "rouverte, validée avant :" : "validée"} ${formatInstant(list.validated_at)}`}
              </Text>
            )}
          </Group>
        </Fact>
        <Fact name="Étiquettes">
          {[
            LABEL_STATES[list.label_state],
            list.labels_at != null && `faites ${formatInstant(list.labels_at)}`,
          ]
            .filter(Boolean)
            .join(", ")}
        </Fact>
      </FactList>
      <Group gap="sm" mt="md">
        {printable && (
          <Button
            variant="default"
            leftSection={<IconFileDownload size={18} aria-hidden />}
            loading={fetching.isPending}
            onClick={() => fetching.mutate()}
          >
            Feuille de liste (PDF)
          </Button>
        )}
        {mayReopen(list) && (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={18} aria-hidden />}
            onClick={() => setReopening(true)}
          >
            Rouvrir la liste
          </Button>
        )}
      </Group>
      {reopening && <ReopenDialog list={list} onClose={() => setReopening(false)} />}
    </Paper>
  );
}
