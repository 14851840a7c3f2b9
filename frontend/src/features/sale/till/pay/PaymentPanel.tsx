import { Button, Kbd, Text, UnstyledButton } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCash,
  IconCreditCard,
  IconPencil,
  IconShoppingBag,
} from "@tabler/icons-react";
import { METHOD_NAMES, type PaymentMethod } from "@/domain/payments";
import { formatCents, formatExactCents } from "@/lib/money";
import { type Basket, type LastSale, refused } from "@/offline/ticket/basket";
import { totalOf } from "@/offline/ticket/ticket";
import classes from "./PaymentPanel.module.css";

const METHODS: readonly { method: PaymentMethod; key: string; icon: typeof IconCash }[] = [
  { method: "cash", key: "F2", icon: IconCash },
  { method: "card", key: "F3", icon: IconCreditCard },
  { method: "cheque", key: "F4", icon: IconPencil },
];

interface PaymentPanelProps {
  readonly basket: Basket;
  readonly last: LastSale | undefined;
  /** The last sale's change stands in the place of the total. */
  readonly changeShown: boolean;
  readonly onShowChange: (shown: boolean) => void;
  readonly onPay: (method: PaymentMethod) => void;
  readonly onRemoveLast: () => void;
  readonly onRemoveRefused: () => void;
  readonly onPutAside: () => void;
  readonly onGive: () => void;
}

/** The total in very large figures, and the three ways to pay it; behind a sale, the change in its place. */
export function PaymentPanel({
  basket,
  last,
  changeShown,
  onShowChange,
  onPay,
  onRemoveLast,
  onRemoveRefused,
  onPutAside,
  onGive,
}: PaymentPanelProps) {
  const count = basket.lines.length;
  const blocked = refused(basket).length;
  return (
    <section className={classes.panel} aria-label="Total et paiement">
      <div className={classes.payBar}>
        {last !== undefined && changeShown ? (
          <ChangeBox last={last} />
        ) : (
          <div className={classes.totalBox}>
            <Text size="lg" c="gray.7">
              {count === 0 ? "Total" : `Total · ${count} article${count > 1 ? "s" : ""}`}
            </Text>
            <output className={classes.total} aria-label="Total à payer">
              {formatExactCents(totalOf(basket.lines))}
            </output>
          </div>
        )}
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
                <Kbd className={classes.key ?? ""}>{key}</Kbd>
              </UnstyledButton>
            ))}
          </div>
        )}
      </div>
      <div className={classes.minor}>
        <Button
          variant="default"
          px="xs"
          className={classes.wide ?? ""}
          disabled={count === 0}
          onClick={onRemoveLast}
          rightSection={<Kbd className={classes.key ?? ""}>Échap</Kbd>}
        >
          Retirer le dernier
        </Button>
        <Button
          variant="default"
          className={classes.apart ?? ""}
          disabled={count === 0}
          onClick={onPutAside}
          leftSection={<IconShoppingBag size={24} aria-hidden />}
        >
          Mettre de côté
        </Button>
        <Button
          variant="default"
          className={classes.apart ?? ""}
          disabled={count === 0}
          onClick={onGive}
          leftSection={<IconArrowsExchange size={24} aria-hidden />}
        >
          Envoyer ce ticket à la caisse
        </Button>
        {last !== undefined && (
          <Button
            variant="default"
            px="xs"
            h="auto"
            className={`${classes.wide} ${classes.last}`}
            aria-pressed={changeShown}
            onClick={() => onShowChange(!changeShown)}
          >
            {lastInWords(last)}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The one figure to be read at arm's length, with a customer talking. */
function ChangeBox({ last }: { readonly last: LastSale }) {
  const gives = last.changeCents > 0;
  return (
    <div className={classes.totalBox} data-change>
      <Text size="lg" fw={650}>
        {gives ? "À RENDRE" : "Ticket payé"}
      </Text>
      {gives && (
        <output className={classes.total} aria-label="À rendre">
          {formatExactCents(last.changeCents)}
        </output>
      )}
    </div>
  );
}

function lastInWords({ paidCents, cashCents, changeCents }: LastSale): string {
  return changeCents > 0
    ? `Dernier ticket : reçu ${formatCents(cashCents)}, rendu ${formatCents(changeCents)}`
    : `Dernier ticket : ${formatCents(paidCents)}, rien à rendre`;
}
