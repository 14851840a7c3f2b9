import { Paper, SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";

interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  readonly detail?: ReactNode;
}

/** A row of large figures with what they count. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <SimpleGrid cols={{ base: 2, md: Math.min(figures.length, 5) }} spacing="sm">
      {figures.map(({ label, value, detail }) => (
        <Paper key={label} p="md">
          <Text size="sm" c="gray.7">
            {label}
          </Text>
          <Text fz="clamp(1.05rem, 5.5vw, 1.5rem)" fw={650} lh={1.3} className="figures">
            {value}
          </Text>
          {detail !== undefined && (
            <Text size="sm" c="gray.7">
              {detail}
            </Text>
          )}
        </Paper>
      ))}
    </SimpleGrid>
  );
}
