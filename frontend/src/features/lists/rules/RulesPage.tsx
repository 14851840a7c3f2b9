import { List, Paper, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Catalogue, catalogueQuery, kindsOf } from "@/domain/articles";
import { formatCents } from "@/lib/money";
import { sentence } from "@/lib/words";
import { iconOf } from "@/ui/category-icons";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";

/** What may be declared, how many, at which price, and what is never taken: all of it from the catalogue. */
export function RulesPage() {
  const catalogue = useQuery(catalogueQuery());
  return (
    <Page
      title="Règles et prix"
      lead="Pour préparer vos listes sans mauvaise surprise le jour du dépôt."
      narrow
    >
      <Loaded query={catalogue}>
        {(rules) => (
          <Stack gap="lg">
            <Limits catalogue={rules} />
            <Quality catalogue={rules} />
            <Prices catalogue={rules} />
            <Refused catalogue={rules} />
            <Text size="sm" c="gray.7">
              Source : {rules.source}
            </Text>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Limits({ catalogue }: { readonly catalogue: Catalogue }) {
  const { lots, price } = catalogue;
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Combien d’articles ?</Title>
      <List mt="sm" spacing={6}>
        {catalogue.limits.map(({ rule, max, french }) => (
          <List.Item key={rule}>
            <strong>{max}</strong> {french} au plus par liste
          </List.Item>
        ))}
        <List.Item>
          Prix en euros entiers, {formatCents(price.min_cents)} au moins ; poussettes et landaus :{" "}
          {formatCents(kindsOf(catalogue).find(({ kind }) => kind.price_max)?.kind.price_max?.cents ?? 0)} au
          plus
        </List.Item>
        <List.Item>
          Lots de {lots.min} ou {lots.max} bodys ou pyjamas identiques, même marque, jusqu’à{" "}
          {lots.size_max_months} mois : un lot compte pour une ligne
        </List.Item>
      </List>
    </Paper>
  );
}

function Quality({ catalogue }: { readonly catalogue: Catalogue }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Dans quel état ?</Title>
      <Stack mt="sm" gap="sm">
        {catalogue.categories.map(({ code, french, quality }) => {
          const Icon = iconOf(code);
          return (
            <div key={code} style={{ display: "flex", gap: 12 }}>
              <Icon size={24} aria-hidden />
              <Text>
                <strong>{french}.</strong> {quality}
              </Text>
            </div>
          );
        })}
      </Stack>
    </Paper>
  );
}

function Prices({ catalogue }: { readonly catalogue: Catalogue }) {
  const range = (prices: { min_cents: number; max_cents: number } | null | undefined) =>
    prices ? `${prices.min_cents / 100} à ${prices.max_cents / 100} €` : "–";
  return (
    <Paper p="lg" component="section">
      <Title order={2}>À quel prix ?</Title>
      <Text c="gray.7" mt={4}>
        Ce que les acheteurs paient d’habitude. Un prix juste se vend ; vous restez libre du vôtre.
      </Text>
      <Table mt="sm" aria-label="Prix habituels">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Article</Table.Th>
            <Table.Th>Enfant</Table.Th>
            <Table.Th>Adulte</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kindsOf(catalogue)
            .filter(({ kind }) => kind.price_hint)
            .map(({ kind }) => (
              <Table.Tr key={kind.code}>
                <Table.Td>{sentence(kind.french)}</Table.Td>
                <Table.Td>{range(kind.price_hint?.child)}</Table.Td>
                <Table.Td>{range(kind.price_hint?.adult)}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Refused({ catalogue }: { readonly catalogue: Catalogue }) {
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Ce que la bourse ne prend pas</Title>
      <Stack mt="sm" gap="md">
        {catalogue.refusal_reasons.map(({ code, french }) => (
          <div key={code}>
            <Text fw={600}>{french}</Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={4} mt={6} component="ul" pl="lg" my={0}>
              {catalogue.refused
                .filter(({ reason }) => reason === code)
                .map((kind) => (
                  <Text key={kind.code} component="li">
                    {sentence(kind.french)}
                  </Text>
                ))}
            </SimpleGrid>
          </div>
        ))}
      </Stack>
    </Paper>
  );
}
