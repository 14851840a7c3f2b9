import { List, Text } from "@mantine/core";
import type { PerMethod } from "@/domain/payments";
import { DRAWER_NAMES, SALE_METHODS } from "@/domain/tickets";
import { formatExactCents } from "@/lib/money";

/** `Il manque 262,00 € en espèces`, one line a method: a surplus elsewhere must not hide what is missing. */
export function Differences({ differences }: { readonly differences: PerMethod }) {
  const wrong = SALE_METHODS.filter((method) => differences[method] !== 0);
  if (wrong.length === 0) return <Text>Le compte est juste.</Text>;
  return (
    <List>
      {wrong.map((method) => (
        <List.Item key={method}>
          {differences[method] < 0 ? "Il manque" : "Il y a en trop"}{" "}
          <b>{formatExactCents(Math.abs(differences[method]))}</b> ({DRAWER_NAMES[method].toLowerCase()})
        </List.Item>
      ))}
    </List>
  );
}
