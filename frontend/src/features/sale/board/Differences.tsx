import { List, Text } from "@mantine/core";
import { formatExactCents } from "@/lib/money";

export interface PerMethod {
  readonly cash: number;
  readonly card: number;
  readonly cheque: number;
}

const METHODS = { cash: "espèces", card: "carte", cheque: "chèques" } as const;

/** `Il manque 262,00 € en espèces`, one line a method: a surplus elsewhere must not hide what is missing. */
export function Differences({ differences }: { readonly differences: PerMethod }) {
  const wrong = (["cash", "card", "cheque"] as const).filter((method) => differences[method] !== 0);
  if (wrong.length === 0) return <Text>Le compte est juste.</Text>;
  return (
    <List>
      {wrong.map((method) => (
        <List.Item key={method}>
          {differences[method] < 0 ? "Il manque" : "Il y a en trop"}{" "}
          <b>{formatExactCents(Math.abs(differences[method]))}</b> ({METHODS[method]})
        </List.Item>
      ))}
    </List>
  );
}
