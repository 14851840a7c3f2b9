import { Button, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconCoins } from "@tabler/icons-react";
import { useState } from "react";
import type { PaymentMethod, PerMethod } from "@/domain/payments";
import { DRAWER_NAMES, SALE_METHODS } from "@/domain/tickets";
import { formatExactCents, parseEuros } from "@/lib/money";
import { counted } from "@/lib/words";
import { CoinCount, type Coins, sumOfCoins } from "./CoinCount";

/** What somebody types who counts a drawer, as they type it. */
export interface CountTyped {
  readonly cash: string;
  readonly card: string;
  readonly cheque: string;
  readonly comment: string;
}

export const NOTHING_COUNTED: CountTyped = { cash: "", card: "", cheque: "", comment: "" };

/** A sum is typed for each way to pay, a nought where nothing lies. */
export function mustBeCounted(text: string): string | null {
  return parseEuros(text) === undefined ? "Tapez le montant compté, 0 s’il n’y a rien" : null;
}

export function countOf(typed: CountTyped): PerMethod {
  const cents = (method: PaymentMethod) => parseEuros(typed[method]) ?? 0;
  return { cash: cents("cash"), card: cents("card"), cheque: cents("cheque") };
}

interface DrawerCountProps {
  readonly form: UseFormReturnType<CountTyped>;
  readonly floatCents: number | undefined;
  /** How many papers lie there: a cheque that slipped behind the drawer is missed before any sum is. */
  readonly pieces: { readonly card: number; readonly cheque: number } | undefined;
}

/** What was counted, sum by sum; what is expected is not told before. */
export function DrawerCount({ form, floatCents, pieces }: DrawerCountProps) {
  const [coins, setCoins] = useState<Coins>();
  const what = (method: PaymentMethod) => {
    if (method === "cash") {
      return floatCents === undefined
        ? "Tout le tiroir, fond de caisse compris"
        : `Tout le tiroir, avec les ${formatExactCents(floatCents)} du fond de caisse`;
    }
    if (pieces === undefined) return undefined;
    if (method === "card") return `${counted(pieces.card, "ticket")} de carte à retrouver`;
    return `${counted(pieces.cheque, "chèque")} à retrouver`;
  };
  const count = (next: Coins) => {
    setCoins(next);
    const cents = sumOfCoins(next);
    form.setFieldValue("cash", (cents / 100).toFixed(2).replace(".", ","));
  };
  return (
    <Stack gap="lg">
      {SALE_METHODS.map((method) => (
        <Stack key={method} gap="xs">
          <TextInput
            size="md"
            maw={420}
            label={`${DRAWER_NAMES[method]} : montant compté`}
            description={what(method)}
            inputMode="decimal"
            autoComplete="off"
            rightSection="€"
            {...form.getInputProps(method)}
          />
          {method === "cash" && (
            <Button
              variant="light"
              size="md"
              style={{ alignSelf: "flex-start" }}
              leftSection={<IconCoins size={22} aria-hidden />}
              aria-expanded={coins !== undefined}
              onClick={() => setCoins(coins === undefined ? {} : undefined)}
            >
              {coins === undefined ? "Compter billets et pièces" : "Fermer le comptage des pièces"}
            </Button>
          )}
          {method === "cash" && coins !== undefined && <CoinCount coins={coins} onChange={count} />}
        </Stack>
      ))}
    </Stack>
  );
}
