import { ActionIcon, Center, Stack, Text } from "@mantine/core";
import { IconBarcode, IconTrash } from "@tabler/icons-react";
import { looksInWords } from "@/features/sale/till/wording";
import { formatCents } from "@/lib/money";
import type { Basket, BasketLine } from "@/offline/ticket/basket";
import { ListSwatch } from "@/ui/ListSwatch";
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
          <ListSwatch list={{ number: line.list_number, color: swatchOf(line) }} />
          <div className={classes.lineText}>
            <Text fw={600} size="lg" lineClamp={2} lh={1.3}>
              {line.description || "Article hors catalogue"}
            </Text>
            <Text fw={500} lh={1.3}>
              {looksInWords(line)}
            </Text>
            <Text size="sm" c="gray.7" lh={1.3}>
              {line.code}
              {line.note === "label_price" && " · prix de l’étiquette"}
              {line.note === "no_label" && (
                <Text span inherit c="waiting.8" fw={650}>
                  {" "}
                  · sans étiquette
                </Text>
              )}
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

function swatchOf({ label_color }: BasketLine) {
  return label_color === undefined ? undefined : { hex: label_color };
}
