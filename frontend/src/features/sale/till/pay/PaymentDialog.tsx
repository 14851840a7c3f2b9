import { Alert, Button, Group, Kbd, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { METHOD_NAMES, type PaymentMethod } from "@/domain/payments";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { MessageBanner } from "@/features/sale/till/sell/MessageBanner";
import { type Message, takenInWords } from "@/features/sale/till/wording";
import { formatCents, formatExactCents, parseEuros } from "@/lib/money";
import { useStore } from "@/lib/store";
import { readScan } from "@/offline/scan/scan";
import type { Taken } from "@/offline/ticket/basket";
import { type TicketLine, totalOf } from "@/offline/ticket/ticket";
import { asked, confirm } from "@/ui/dialog/confirm";
import classes from "./PaymentDialog.module.css";
import { TakenList } from "./TakenList";
import { changeOf, type Deal, dealOf, leftOf, pay, type TenderRefusal, without } from "./tender";

const KEYS: Readonly<Record<string, PaymentMethod>> = { F2: "cash", F3: "card", F4: "cheque" };
const METHODS = Object.values(KEYS);
const NOTES = [500, 1000, 2000, 5000];
/** Cash that is more than so many times the sum is a slip of the finger more often than a note. */
const MANY_TIMES = 10;

const REFUSALS: Readonly<Record<TenderRefusal, string>> = {
  nothing_left: "Tout est déjà payé.",
  no_amount: "Tapez un montant.",
  more_than_left: "C’est plus que le reste à payer : seules les espèces rendent la monnaie.",
};

/** A line, and why it cannot be sold after all. */
type PayableLine = TicketLine & { readonly refusal?: string };

interface PaymentDialogProps {
  /** What is being paid; it may grow by a scan, or lose a refused line. */
  readonly lines: readonly PayableLine[];
  readonly firstMethod: PaymentMethod;
  /** What the customer has put down before the screen was reloaded. */
  readonly firstTaken: readonly Taken[];
  /** Keeps what is taken, so that a reload does not forget it. */
  readonly onTaken: (taken: readonly Taken[]) => void;
  /** The answer to what was scanned meanwhile. */
  readonly notice: Message | undefined;
  readonly onScan: (text: string) => void;
  readonly onRemoveRefused: () => void;
  readonly onCancel: () => void;
  /** Records the sale; the dialog shows that it is on its way until it is taken down. */
  readonly onPaid: (deal: Deal) => void;
  readonly recording: boolean;
}

/** How the customer pays: in one way with one key and Enter, or in several. Only `Encaisser` takes money. */
export function PaymentDialog(props: PaymentDialogProps) {
  const { lines, notice, onScan, onPaid, recording } = props;
  const [taken, setTaken] = useState(props.firstTaken);
  const [method, setMethod] = useState(props.firstMethod);
  const [typed, setTyped] = useState("");
  const [refusal, setRefusal] = useState<string>();
  /** Cash that does not suffice or is far too much, while the question stands whether it is meant. */
  const [doubted, setDoubted] = useState<number>();
  const amount = useRef<HTMLInputElement>(null);
  const question = useStore(asked);
  const small = useMediaQuery("(max-height: 37.5em), (max-width: 36em)");
  const tender = { dueCents: totalOf(lines), taken };
  const left = leftOf(tender);
  const given = typed.trim() === "" ? left : parseEuros(typed);
  const blocked = lines.filter((line) => line.refusal !== undefined);

  const type = (text: string) => {
    setTyped(text);
    setRefusal(undefined);
    setDoubted(undefined);
  };
  const choose = (next: PaymentMethod) => {
    amount.current?.focus();
    setRefusal(undefined);
    setDoubted(undefined);
    if (next === method) return;
    // The answer to the question how the rest is paid; otherwise what was typed was meant for the other way.
    if (doubted === undefined || doubted > left) type("");
    else if (!take(doubted, method)) return;
    setMethod(next);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const next = KEYS[event.key];
    if (next === undefined || asked.get() !== undefined) return;
    event.preventDefault();
    choose(next);
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const keep = (next: readonly Taken[]) => {
    setTaken(next);
    props.onTaken(next);
  };

  /** Whether the money was taken. */
  const take = (cents: number, by: PaymentMethod): boolean => {
    const refuse = (why: string) => {
      setRefusal(why);
      return false;
    };
    if (blocked.length > 0) return refuse("Retirez d’abord l’article refusé.");
    // Nothing left, as after a line was taken out: what is on the table is the payment.
    const next = left === 0 && typed.trim() === "" ? tender : pay(tender, by, cents);
    if (typeof next === "string") return refuse(REFUSALS[next]);
    type("");
    keep(next.taken);
    const deal = dealOf(lines, next.taken);
    if (deal !== undefined) onPaid(deal);
    else if (leftOf(next) === 0)
      setRefusal("C’est trop, et sans espèces à rendre : reprenez un paiement avec la croix.");
    return true;
  };
  const scanned = (text: string) => {
    const read = readScan(text, "");
    const commanded = read.kind === "command" ? METHODS.find((one) => one === read.command) : undefined;
    // The command card: the first scan opened this dialog, a second one pays.
    if (commanded === undefined) return onScan(text);
    if (doubted !== undefined) return choose(commanded);
    setMethod(commanded);
    if (!recording) take(left, commanded);
  };
  useScans(scanned);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (recording) return;
    if (isLabel(typed)) {
      type("");
      return scanned(typed);
    }
    if (given === undefined) return setRefusal("Ce montant ne se lit pas. Exemple : 20 ou 12,50.");
    if (method === "cash" && given > 0 && left > 0 && (given < left || given > MANY_TIMES * left))
      return setDoubted(given);
    take(given, method);
  };
  const addNote = (note: number) => {
    const sum = (typed.trim() === "" ? 0 : (parseEuros(typed) ?? 0)) + note;
    type(sum % 100 === 0 ? String(sum / 100) : (sum / 100).toFixed(2).replace(".", ","));
    amount.current?.focus();
  };
  const back = async () => {
    if (recording) return;
    const yes = taken.length === 0 || (await confirm(givenBack(taken)));
    if (yes) props.onCancel();
  };
  const change =
    given !== undefined && method === "cash" && given > left
      ? changeOf({ ...tender, taken: [...taken, { method, cents: given }] })
      : changeOf(tender);

  return (
    <Modal
      opened
      onClose={() => void back()}
      title="Paiement"
      size="lg"
      fullScreen={small ?? false}
      closeOnClickOutside={false}
      closeOnEscape={question === undefined}
      returnFocus={false}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <div className={classes.figures}>
            <div className={classes.figure}>
              <Text size="lg">{taken.length > 0 ? "Reste à payer" : "À payer"}</Text>
              <output className={classes.sum} aria-label={taken.length > 0 ? "Reste à payer" : "À payer"}>
                {formatExactCents(left)}
              </output>
            </div>
            {change > 0 && (
              <div className={classes.figure} data-change>
                <Text size="lg">À rendre</Text>
                <output className={classes.sum} aria-label="À rendre">
                  {formatExactCents(change)}
                </output>
              </div>
            )}
          </div>
          {notice !== undefined && <MessageBanner message={notice} plain />}
          {blocked.length > 0 && (
            <Alert color="bad" title="Un article ne peut pas être vendu">
              <Text mb="xs">{blocked.map((line) => line.refusal).join(" ")}</Text>
              <Button color="bad" onClick={props.onRemoveRefused}>
                {blocked.length > 1
                  ? `Retirer les ${blocked.length} articles refusés`
                  : "Retirer l’article refusé"}
              </Button>
            </Alert>
          )}
          <TakenList taken={taken} onGiveBack={(index) => keep(without(taken, index))} locked={recording} />
          <SimpleGrid cols={3} spacing="xs">
            {Object.entries(KEYS).map(([key, other]) => (
              <Button
                key={other}
                type="button"
                h={52}
                px={6}
                className={classes.method ?? ""}
                data-method={other}
                variant="default"
                aria-pressed={other === method}
                onClick={() => choose(other)}
              >
                {METHOD_NAMES[other]}
                <Kbd ml="xs" className={classes.key ?? ""}>
                  {key}
                </Kbd>
              </Button>
            ))}
          </SimpleGrid>
          <TextInput
            ref={amount}
            // As soon as it is drawn, not a moment later: the volunteer's next key is Enter, or the first figure.
            autoFocus
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
            onChange={(event) => type(event.currentTarget.value)}
          />
          {method === "cash" && (
            <div className={classes.notes}>
              {NOTES.map((note) => (
                <Button
                  key={note}
                  type="button"
                  variant="light"
                  h={48}
                  px={4}
                  aria-label={`Ajouter ${formatCents(note)}`}
                  onClick={() => addNote(note)}
                >
                  + {formatCents(note)}
                </Button>
              ))}
              <Button
                type="button"
                variant="default"
                h={48}
                px={4}
                disabled={typed === ""}
                onClick={() => {
                  type("");
                  amount.current?.focus();
                }}
              >
                Effacer
              </Button>
            </div>
          )}
          {doubted !== undefined && (
            <Doubt
              cents={doubted}
              leftCents={left}
              onMend={() => {
                setDoubted(undefined);
                amount.current?.focus();
              }}
              onTake={() => {
                take(doubted, "cash");
                amount.current?.focus();
              }}
            />
          )}
          <Group justify="space-between" wrap="nowrap" className={classes.foot ?? ""}>
            <Button
              type="button"
              variant="default"
              size="lg"
              onClick={() => void back()}
              disabled={recording}
            >
              Retour
            </Button>
            {doubted === undefined && (
              <Button
                type="submit"
                size="lg"
                className={classes.record ?? ""}
                data-method={method}
                loading={recording}
                disabled={blocked.length > 0 || tender.dueCents === 0}
              >
                {given !== undefined && given < left
                  ? `Encaisser ${formatCents(given)}, puis le reste`
                  : "Encaisser"}
                <Kbd ml="sm" className={classes.key ?? ""}>
                  Entrée
                </Kbd>
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** A label or a bar code among amounts: `12.50` also reads as a code, so letters decide. */
function isLabel(text: string): boolean {
  const { kind } = readScan(text, "");
  return kind === "code" ? /\p{L}/u.test(text) : kind !== "words";
}

function givenBack(taken: readonly Taken[]) {
  return {
    title: "Vous avez déjà pris de l’argent",
    body: `Rendez d’abord au client ce qu’il a donné : ${takenInWords(taken)}. Rien n’est encore vendu.`,
    confirm: "C’est rendu, revenir au ticket",
    danger: true,
  };
}

interface DoubtProps {
  readonly cents: number;
  readonly leftCents: number;
  readonly onMend: () => void;
  readonly onTake: () => void;
}

/** A slip of the finger looks like a payment in two parts, or like a fortune: it is asked before the money is taken. */
function Doubt({ cents, leftCents, onMend, onTake }: DoubtProps) {
  const missing = leftCents - cents;
  const [title, text] =
    missing > 0
      ? [
          `Il manque ${formatExactCents(missing)}`,
          "Le client paie le reste autrement ? Choisissez Carte ou Chèque.",
        ]
      : [`${formatExactCents(cents)} en espèces ?`, `Il faudrait rendre ${formatExactCents(-missing)}.`];
  return (
    <Alert color="waiting" title={title} role="alert" styles={{ message: { overflow: "visible" } }}>
      <Text mb="xs">{text}</Text>
      <Group gap="xs">
        <Button type="button" variant="default" autoFocus onClick={onMend}>
          Corriger le montant
        </Button>
        <Button type="button" color="waiting" onClick={onTake}>
          Oui, prendre ces espèces
        </Button>
      </Group>
    </Alert>
  );
}
