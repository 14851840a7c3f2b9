import { Alert, Button, Group, Kbd, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { formatCents, formatExactCents, parseEuros } from "@/lib/money";
import { readScan } from "@/offline/scan";
import type { Payment, PaymentMethod } from "@/offline/ticket";
import classes from "./SellScreen.module.css";
import { leftOf, pay, start, type TenderRefusal } from "./tender";
import { METHOD_NAMES } from "./wording";

const KEYS: Readonly<Record<string, PaymentMethod>> = { F2: "cash", F3: "card", F4: "cheque" };
const METHODS = Object.values(KEYS);
const NOTES = [500, 1000, 2000, 5000];

const REFUSALS: Readonly<Record<TenderRefusal, string>> = {
  nothing_left: "Tout est déjà payé.",
  no_amount: "Tapez un montant.",
  more_than_left: "C’est plus que le reste à payer : seules les espèces rendent la monnaie.",
};

interface PaymentDialogProps {
  readonly dueCents: number;
  readonly firstMethod: PaymentMethod;
  readonly onCancel: () => void;
  /** Records the sale; the dialog shows that it is on its way until it is taken down. */
  readonly onPaid: (payments: readonly Payment[], changeCents: number) => void;
  readonly recording: boolean;
}

/** How the customer pays: in one way with one key and Enter, or in several. */
export function PaymentDialog({ dueCents, firstMethod, onCancel, onPaid, recording }: PaymentDialogProps) {
  const [tender, setTender] = useState(() => start(dueCents));
  const [method, setMethod] = useState(firstMethod);
  const [typed, setTyped] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const amount = useRef<HTMLInputElement>(null);
  const left = leftOf(tender);
  const given = typed.trim() === "" ? left : parseEuros(typed);

  const choose = (next: PaymentMethod) => {
    setMethod(next);
    setRefusal(undefined);
    amount.current?.focus();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const next = KEYS[event.key];
      if (next === undefined) return;
      event.preventDefault();
      setMethod(next);
      setRefusal(undefined);
      amount.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const take = (cents: number | undefined, by = method) => {
    if (cents === undefined) {
      setRefusal("Ce montant ne se lit pas. Exemple : 20 ou 12,50.");
      return;
    }
    const next = pay(tender, by, cents);
    if (typeof next === "string") {
      setRefusal(REFUSALS[next]);
      return;
    }
    setRefusal(undefined);
    setTyped("");
    if (leftOf(next) === 0) onPaid(next.payments, next.changeCents);
    else setTender(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (recording) return;
    // The command card: the first scan opened this dialog, a second one pays.
    const scanned = readScan(typed, "");
    const commanded = scanned.kind === "command" ? METHODS.find((one) => one === scanned.command) : undefined;
    if (commanded === undefined) return take(given);
    setMethod(commanded);
    take(left, commanded);
  };
  const change = method === "cash" && given !== undefined && given > left ? given - left : 0;

  return (
    <Modal
      opened
      onClose={onCancel}
      title="Paiement"
      size="lg"
      closeOnClickOutside={false}
      returnFocus={false}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <div className={classes.due}>
            <Text size="lg">{tender.payments.length > 0 ? "Reste à payer" : "À payer"}</Text>
            <output className={classes.total}>{formatExactCents(left)}</output>
          </div>
          {tender.payments.map((payment) => (
            <Group key={payment.method} justify="space-between">
              <Text>{METHOD_NAMES[payment.method]}</Text>
              <Text fw={650}>{formatExactCents(payment.amount_cents)}</Text>
            </Group>
          ))}
          <SimpleGrid cols={3} spacing="xs">
            {Object.entries(KEYS).map(([key, other]) => (
              <Button
                key={other}
                type="button"
                h={50}
                px={6}
                variant={other === method ? "filled" : "default"}
                aria-pressed={other === method}
                onClick={() => choose(other)}
              >
                {METHOD_NAMES[other]}
                <Kbd ml="xs" visibleFrom="sm" className={classes.key ?? ""}>
                  {key}
                </Kbd>
              </Button>
            ))}
          </SimpleGrid>
          <TextInput
            ref={amount}
            data-autofocus
            size="xl"
            inputMode="decimal"
            autoComplete="off"
            label={
              method === "cash"
                ? "Montant donné par le client"
                : `Montant en ${METHOD_NAMES[method].toLowerCase()}`
            }
            description="Vide : le compte juste"
            placeholder={formatExactCents(left)}
            value={typed}
            error={refusal}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {method === "cash" && (
            <Group gap="xs" grow>
              {NOTES.map((note) => (
                <Button key={note} type="button" variant="light" size="md" px={4} onClick={() => take(note)}>
                  {formatCents(note)}
                </Button>
              ))}
            </Group>
          )}
          {change > 0 && (
            <Alert color="accent" variant="light" p="sm">
              <Text size="xl" fw={700} role="status">
                À rendre : {formatExactCents(change)}
              </Text>
            </Alert>
          )}
          <Group justify="space-between" wrap="nowrap">
            <Button type="button" variant="default" size="lg" onClick={onCancel} disabled={recording}>
              Retour
            </Button>
            <Button type="submit" size="lg" color="good" loading={recording} style={{ flex: 1 }}>
              {given !== undefined && given < left
                ? `Encaisser ${formatCents(given)}, puis le reste`
                : "Encaisser"}
              <Kbd ml="sm" visibleFrom="sm" className={classes.key ?? ""}>
                Entrée
              </Kbd>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
