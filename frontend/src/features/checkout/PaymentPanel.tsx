import { Button, Kbd, Text, UnstyledButton } from "@mantine/core";
import { IconCash, IconCreditCard, IconPencil, IconShoppingBag } from "@tabler/icons-react";
import { formatExactCents } from "@/lib/money";
import { type Basket, refused } from "@/offline/basket";
import { type PaymentMethod, totalOf } from "@/offline/ticket";
import classes from "./SellScreen.module.css";
import { METHOD_NAMES } from "./wording";

const METHODS: readonly { method: PaymentMethod; key: string; icon: typeof IconCash }[] = [
  { method: "cash", key: "F2", icon: IconCash },
  { method: "card", key: "F3", icon: IconCreditCard },
  { method: "cheque", key: "F4", icon: IconPencil },
];

interface PaymentPanelProps {
  readonly basket: Basket;
  readonly onPay: (method: PaymentMethod) => void;
  readonly onRemoveLast: () => void;
  readonly onRemoveRefused: () => void;
  readonly onPutAside: () => void;
}

/** The total in very large figures, and the three ways to pay it. */
export function PaymentPanel({
  basket,
  onPay,
  onRemoveLast,
  onRemoveRefused,
  onPutAside,
}: PaymentPanelProps) {
  const count = basket.lines.length;
  const blocked = refused(basket).length;
  return (
    <section className={classes.panel} aria-label="Total et paiement">
      <div className={classes.totalBox}>
        <Text size="lg" c="gray.7">
          {count === 0 ? "Total" : `Total · ${count} article${count > 1 ? "s" : ""}`}
        </Text>
        <output className={classes.total} aria-label="Total à payer">
          {formatExactCents(totalOf(basket.lines))}
        </output>
      </div>
      {blocked > 0 ? (
        <Button
          color="bad"
          size="xl"
          h="auto"
          py="md"
          className={classes.unblock ?? ""}
          onClick={onRemoveRefused}
        >
          {blocked > 1 ? `Retirer les ${blocked} articles refusés` : "Retirer l’article refusé"}
        </Button>
      ) : (
        <div className={classes.methods}>
          {METHODS.map(({ method, key, icon: Icon }) => (
            <UnstyledButton
              key={method}
              className={classes.method ?? ""}
              data-method={method}
              disabled={count === 0}
              onClick={() => onPay(method)}
              aria-keyshortcuts={key}
            >
              <Icon size={34} stroke={1.6} aria-hidden />
              <span>{METHOD_NAMES[method]}</span>
              <Kbd visibleFrom="xs" className={classes.key ?? ""}>
                {key}
              </Kbd>
            </UnstyledButton>
          ))}
        </div>
      )}
      <div className={classes.minor}>
        <Button
          variant="default"
          px="xs"
          disabled={count === 0}
          onClick={onRemoveLast}
          rightSection={
            <Kbd visibleFrom="xs" className={classes.key ?? ""}>
              Échap
            </Kbd>
          }
        >
          Retirer le dernier
        </Button>
        <Button
          variant="default"
          px="xs"
          disabled={count === 0}
          onClick={onPutAside}
          leftSection={<IconShoppingBag size={20} aria-hidden />}
        >
          Mettre de côté
        </Button>
      </div>
    </section>
  );
}
