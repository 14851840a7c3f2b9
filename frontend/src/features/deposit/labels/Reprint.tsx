import {
  Button,
  Checkbox,
  Group,
  Loader,
  NumberInput,
  Paper,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconPrinter, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { useTableSearch } from "@/ui/table/table-search";
import { useAction } from "@/ui/use-action";
import { articlesQuery, ofLists, reprintLabels, type SlotLabels } from "./api";
import { MakeLabels } from "./MakeLabels";
import { type Found, found } from "./wording";

/** More people than these are not shown: the search is to be more exact. */
const MOST = 8;

interface ReprintProps {
  readonly edition: string;
  readonly slots: readonly SlotLabels[];
}

/** Labels of one depositor, of one list, or some of a list again; the search stands in the address, so that other pages lead here. */
export function Reprint({ edition, slots }: ReprintProps) {
  const { search, change } = useTableSearch();
  const words = search.q ?? "";
  const people = found(slots, words);
  return (
    <Paper p="lg" component="section" aria-labelledby="reprint">
      <Stack gap="md">
        <div>
          <Title order={2} fz="lg" id="reprint">
            Réimprimer quelques étiquettes
          </Title>
          <Text c="gray.7">
            Une étiquette perdue ou abîmée se réimprime à l’identique, avec le même code.
          </Text>
        </div>
        <TextInput
          type="search"
          size="md"
          maw={480}
          label="Numéro de liste ou nom"
          leftSection={<IconSearch size={18} aria-hidden />}
          value={words}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
        {words.trim() !== "" && people.length === 0 && (
          <Text role="status">Aucune liste validée à ce numéro ou à ce nom.</Text>
        )}
        {people.slice(0, MOST).map((one) => (
          <Depositor
            key={one.lists[0]?.registration_id}
            edition={edition}
            of={one}
            alone={people.length === 1}
          />
        ))}
        {people.length > MOST && (
          <Text role="status">Et {people.length - MOST} autres : précisez le nom ou donnez le numéro.</Text>
        )}
      </Stack>
    </Paper>
  );
}

interface DepositorProps {
  readonly edition: string;
  readonly of: Found;
  /** Whether nobody else was found: the articles are shown at once. */
  readonly alone: boolean;
}

function Depositor({ edition, of, alone }: DepositorProps) {
  const [opened, setOpened] = useState<string>();
  const shown = opened ?? (alone && of.lists.length === 1 ? of.lists[0]?.list_id : undefined);
  return (
    <Stack gap="xs" component="section" aria-label={of.depositor}>
      <Group gap="sm">
        <Text fw={600}>{of.depositor}</Text>
        <MakeLabels
          edition={edition}
          selection={ofLists(of.lists.map(({ list_id }) => list_id))}
          label="Pochette complète"
          due
        />
      </Group>
      <Group gap="xs">
        {of.lists.map((list) => (
          <Button
            key={list.list_id}
            variant={shown === list.list_id ? "light" : "default"}
            aria-expanded={shown === list.list_id}
            onClick={() => setOpened(list.list_id)}
          >
            {`Liste ${list.number} : ${counted(list.articles, "article")}`}
          </Button>
        ))}
      </Group>
      {shown !== undefined && <Articles key={shown} edition={edition} list={shown} />}
    </Stack>
  );
}

interface ArticlesProps {
  readonly edition: string;
  readonly list: string;
}

/** The articles of a list, to choose whose labels come again, and where on a sheet that was begun. */
function Articles({ edition, list }: ArticlesProps) {
  const { data } = useQuery(articlesQuery(list));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [place, setPlace] = useState<number | string>(1);
  const printing = useAction({
    run: (ids: readonly string[]) => reprintLabels(edition, ids, Number(place) || 1),
  });
  if (data === undefined) return <Loader aria-label="Les articles arrivent" />;
  const articles = data.articles.filter(({ code, status }) => code !== null && status !== "refused");
  const all = articles.map(({ id }) => id);
  const ids = chosen.length === 0 ? all : chosen;
  return (
    <Stack gap="sm" pl="sm">
      <Checkbox.Group
        label={`Étiquettes de la liste ${data.number}`}
        description="Ne cochez rien pour les avoir toutes."
        value={[...chosen]}
        onChange={setChosen}
      >
        <Stack gap={0} mt="xs">
          {articles.map((article) => (
            <Checkbox
              key={article.id}
              value={article.id}
              py={8}
              label={`${article.line}. ${article.description} - ${formatCents(article.price_cents)}`}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <NumberInput
        label="Première place libre de la planche"
        description="1 pour une planche neuve, jusqu’à 12 pour finir une planche commencée."
        maw={320}
        min={1}
        max={12}
        allowDecimal={false}
        value={place}
        onChange={setPlace}
      />
      <Group>
        <Button
          leftSection={<IconPrinter size={18} aria-hidden />}
          loading={printing.isPending}
          disabled={ids.length === 0}
          onClick={() => printing.mutate(ids)}
        >
          {chosen.length === 0
            ? `Toute la liste : ${counted(ids.length, "étiquette")} (PDF)`
            : `${counted(ids.length, "étiquette choisie", "étiquettes choisies")} (PDF)`}
        </Button>
      </Group>
    </Stack>
  );
}
