import { ActionIcon, Text, TextInput } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { formatCents, formatExactCents } from "@/lib/money";
import classes from "./CoinCount.module.css";

/** What lies in a drawer, in cents a piece, notes first. */
const PIECES = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
const SMALLEST_NOTE = 500;

/** How many of each, by its value in cents. */
export type Coins = Readonly<Record<number, number>>;

export function sumOfCoins(coins: Coins): number {
  return PIECES.reduce((sum, piece) => sum + piece * (coins[piece] ?? 0), 0);
}

interface CoinCountProps {
  readonly coins: Coins;
  readonly onChange: (coins: Coins) => void;
}

/** How many of each note and coin: by thumb with - and +, by keyboard with figures and Enter. */
export function CoinCount({ coins, onChange }: CoinCountProps) {
  const rows = useRef<HTMLDivElement>(null);
  const set = (piece: number, count: number) => onChange({ ...coins, [piece]: Math.max(0, count) });
  const onKey = (event: KeyboardEvent<HTMLInputElement>, piece: number) => {
    if (event.key === "Enter") {
      // On to the next piece: the count is not the whole form's answer.
      event.preventDefault();
      const fields = [...(rows.current?.querySelectorAll("input") ?? [])];
      const next = fields[fields.indexOf(event.currentTarget) + 1] ?? fields[0];
      next?.focus();
      next?.select();
    }
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(piece, (coins[piece] ?? 0) + step);
  };
  return (
    <fieldset className={classes.pieces} aria-label="Billets et pièces">
      <div className={classes.rows} ref={rows}>
        {PIECES.map((piece) => {
          const count = coins[piece] ?? 0;
          const name = `${piece < SMALLEST_NOTE ? "Pièces" : "Billets"} de ${inWords(piece)}`;
          return (
            <div key={piece} className={classes.row}>
              <Text fw={600} className={classes.piece ?? ""} data-note={piece >= SMALLEST_NOTE || undefined}>
                {inWords(piece)}
              </Text>
              <ActionIcon
                variant="default"
                size={44}
                disabled={count === 0}
                aria-label={`Un de moins : ${name}`}
                onClick={() => set(piece, count - 1)}
              >
                <IconMinus size={20} aria-hidden />
              </ActionIcon>
              <TextInput
                aria-label={name}
                inputMode="numeric"
                autoComplete="off"
                placeholder="0"
                classNames={{ input: classes.count ?? "" }}
                value={count === 0 ? "" : String(count)}
                onChange={(event) =>
                  set(piece, Number(event.currentTarget.value.replace(/\D/g, "").slice(0, 4)))
                }
                onKeyDown={(event) => onKey(event, piece)}
              />
              <ActionIcon
                variant="default"
                size={44}
                aria-label={`Un de plus : ${name}`}
                onClick={() => set(piece, count + 1)}
              >
                <IconPlus size={20} aria-hidden />
              </ActionIcon>
              <Text ta="right" className="figures">
                {count === 0 ? "" : formatExactCents(piece * count)}
              </Text>
            </div>
          );
        })}
      </div>
      <Text mt="sm" fz="xl" fw={700} ta="right" role="status" aria-label="Somme des billets et des pièces">
        {formatExactCents(sumOfCoins(coins))}
      </Text>
    </fieldset>
  );
}

function inWords(piece: number): string {
  return piece < 100 ? `${piece} c` : formatCents(piece);
}
