import { Stack, Text } from "@mantine/core";
import { formatInstant } from "@/lib/dates";
import type { components } from "@/lib/server/wire";

type Entry = components["schemas"]["HistoryEntry"];

/** What the journal tells, the latest first: when, what, by whom. */
export function History({ entries }: { readonly entries: readonly Entry[] }) {
  if (entries.length === 0) return <Text c="gray.7">Rien n’est encore noté.</Text>;
  return (
    <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: "none" }}>
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.event} ${JSON.stringify(entry.details)}`}>
          <Text>{entry.sentence}</Text>
          <Text size="sm" c="gray.7">
            {[...detailsOf(entry.details), formatInstant(entry.at), entry.actor].filter(Boolean).join(" · ")}
          </Text>
        </li>
      ))}
    </Stack>
  );
}

/** The facts of an entry that people know by name: number of the list, what it was, why. */
function detailsOf(details: unknown): readonly string[] {
  if (typeof details !== "object" || details === null) return [];
  const { number, description, reason } = details as Readonly<Record<string, unknown>>;
  return [
    ...(typeof number === "number" ? [`Liste ${number}`] : []),
    ...(typeof description === "string" ? [description] : []),
    ...(typeof reason === "string" && reason !== "" ? [`« ${reason} »`] : []),
  ];
}
