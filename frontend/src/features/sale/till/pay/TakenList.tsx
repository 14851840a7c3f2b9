import { ActionIcon, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { METHOD_NAMES } from "@/domain/payments";
import { formatExactCents } from "@/lib/money";
import type { Taken } from "@/offline/ticket/basket";
import classes from "./TakenList.module.css";

interface TakenListProps {
  readonly taken: readonly Taken[];
  readonly onGiveBack: (index: number) => void;
  /** The sale is on its way. */
  readonly locked: boolean;
}

/** What the customer has given so far; each part can be given back. */
export function TakenList({ taken, onGiveBack, locked }: TakenListProps) {
  if (taken.length === 0) return null;
  return (
    <ul className={classes.taken} aria-label="Déjà donné">
      {taken.map(({ method, cents }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells two equal notes apart
        <Group key={index} component="li" justify="space-between" wrap="nowrap">
          <Text size="lg">{METHOD_NAMES[method]}</Text>
          <Group gap="xs" wrap="nowrap">
            <Text size="lg" fw={650}>
              {formatExactCents(cents)}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray.7"
              size={44}
              disabled={locked}
              aria-label={`Rendre ${formatExactCents(cents)} (${METHOD_NAMES[method].toLowerCase()})`}
              onClick={() => onGiveBack(index)}
            >
              <IconX size={24} aria-hidden />
            </ActionIcon>
          </Group>
        </Group>
      ))}
    </ul>
  );
}
