import { List, Paper, SimpleGrid, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Catalogue, catalogueQuery, kindsOf } from "@/domain/articles";
import { formatCents } from "@/lib/money";
import { folded, sentence } from "@/lib/words";
import { iconOf } from "@/ui/category-icons";
import { OwnTraining } from "@/ui/notice/OwnTraining";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { termsQuery } from "./api";

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
            <OwnTraining />
            <Course />
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

/** From the list to the money: what whoever accepts the rules agrees to. */
function Course() {
  // What the page says without them holds for every edition: it waits for nobody.
  const { data } = useQuery(termsQuery());
  const terms = data?.terms ?? undefined;
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Du dépôt au paiement</Title>
      <List mt="sm" spacing={6}>
        <List.Item>
          Chaque liste se valide avant sa date limite, affichée sur l’accueil. Ensuite elle ne change plus ;
          une liste non validée n’est pas prise au dépôt.
        </List.Item>
        <List.Item>
          Au dépôt, les bénévoles contrôlent chaque article et peuvent en refuser : vous le reprenez aussitôt.
        </List.Item>
        <List.Item>
          {terms === undefined
            ? "L’association garde une part du prix des articles vendus."
            : `L’association garde ${terms.commission_bp / 100} % du prix des articles vendus (${terms.edition}).`}{" "}
          Ce qui vous reste est affiché avant que vous validiez.
        </List.Item>
        <List.Item>
          {terms === undefined
            ? "Les listes de numéros 1000 et 2000 ont des frais, affichés avant que vous validiez."
            : `Listes de numéros 1000 : ${formatCents(terms.member_list_fee_cents)} par liste utilisée. Listes de numéros 2000 : ${formatCents(terms.family_pair_fee_cents)} par paire de listes entamée.`}{" "}
          Ces frais sont retenus sur les ventes ; les autres listes n’en ont pas.
        </List.Item>
        <List.Item>
          Le montant de vos ventes vous est remis à la restitution, contre signature, ou envoyé ensuite.
        </List.Item>
        <List.Item>
          Les invendus se reprennent le jour de la restitution. Ce qui n’est pas repris est donné à une œuvre.
        </List.Item>
      </List>
    </Paper>
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
              <Icon size={24} aria-hidden style={{ flex: "none" }} />
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
                <Table.Td style={{ overflowWrap: "anywhere" }}>{sentence(kind.french)}</Table.Td>
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
  const [text, setText] = useState("");
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const found = catalogue.refused.filter(({ french }) =>
    wanted.every((word) => folded(french).includes(word)),
  );
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Ce que la bourse ne prend pas</Title>
      <TextInput
        mt="sm"
        aria-label="Chercher parmi ce qui n’est pas pris"
        placeholder="Chercher : siège, casque, livre…"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Stack mt="sm" gap="md">
        {found.length === 0 && (
          <Text role="status">
            Rien de ce nom parmi ce qui est refusé. En cas de doute, écrivez à l’association.
          </Text>
        )}
        {catalogue.refusal_reasons
          .filter(({ code }) => found.some(({ reason }) => reason === code))
          .map(({ code, french }) => (
            <div key={code}>
              <Text fw={600}>{french}</Text>
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={4} mt={6} component="ul" pl="lg" my={0}>
                {found
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
