import { ActionIcon, Center, Stack, Text } from "@mantine/core";
import { IconBarcode, IconTrash } from "@tabler/icons-react";
import { formatCents } from "@/lib/money";
import type { Basket, BasketLine } from "@/offline/ticket/basket";
import classes from "./BasketLines.module.css";

interface BasketLinesProps {
  readonly basket: Basket;
  /** Flashes: just scanned. */
  readonly touched: string | undefined;
  readonly onRemove: (line: BasketLine) => void;
}

/** The open ticket, last scan on top. */
export function BasketLines({ basket, touched, onRemove }: BasketLinesProps) {
  if (basket.lines.length === 0) {
    return (
      <Center className={classes.noLines ?? ""}>
        <Stack align="center" gap="xs">
          <IconBarcode size={56} stroke={1.2} aria-hidden />
          <Text size="lg">Scannez le premier article du client</Text>
        </Stack>
      </Center>
    );
  }
  return (
    <ol className={classes.lines} aria-label="Articles du ticket" reversed>
      {[...basket.lines].reverse().map((line) => (
        <li
          key={line.code}
          className={classes.line}
          data-touched={line.code === touched || undefined}
          data-refused={line.refusal !== undefined || undefined}
        >
          <div className={classes.lineText}>
            <Text fw={600} size="lg" lineClamp={2}>
              {line.description || "Article hors catalogue"}
              {line.size !== "" && ` · ${line.size}`}
            </Text>
            <Text size="sm" c="gray.7">
              Liste {line.list_number} · {line.code}
              {line.note === "label_price" && " · prix de l’étiquette"}
              {line.note === "no_label" && " · sans étiquette"}
            </Text>
            {line.refusal !== undefined && (
              <Text size="sm" c="bad.7" fw={600}>
                {line.refusal}
              </Text>
            )}
          </div>
          <Text className={classes.linePrice ?? ""}>{formatCents(line.price_cents)}</Text>
          <ActionIcon
            variant="subtle"
            color="gray.7"
            size={48}
            onClick={() => onRemove(line)}
            aria-label={`Retirer ${line.description || line.code}`}
          >
            <IconTrash size={24} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}
