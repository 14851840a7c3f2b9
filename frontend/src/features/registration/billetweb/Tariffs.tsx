import { NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { LIST_TYPES } from "@/domain/lists";
import { counted } from "@/lib/words";
import type { Preview, TariffUse } from "./api";
import classes from "./Tariffs.module.css";

interface TariffsProps {
  readonly tariffs: Preview["tariffs"];
  readonly choose: (tariff: string, meaning: TariffUse) => void;
}

/** What each tariff of the file means. */
export function Tariffs({ tariffs, choose }: TariffsProps) {
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Les tarifs</Title>
      <Text c="gray.7" mb="md">
        Quel type de liste donne chaque tarif ? Vos choix sont gardés pour le prochain import.
      </Text>
      <Stack gap="md">
        {tariffs.map(({ text, count, list_type }) => (
          <div key={text} className={classes.tariff}>
            <Text>
              <strong>{text || "Sans nom"}</strong> · {counted(count, "billet")}
            </Text>
            <NativeSelect
              aria-label={`Type de liste du tarif ${text}`}
              size="md"
              data={[
                ...Object.entries(LIST_TYPES).map(([value, label]) => ({ value, label })),
                { value: "ignore", label: "À ignorer" },
              ]}
              value={list_type ?? "standard"}
              onChange={(event) => choose(text, event.currentTarget.value as TariffUse)}
            />
          </div>
        ))}
      </Stack>
    </Paper>
  );
}
