import { useMutation } from "@tanstack/react-query";
import { Suspense, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { PaymentMethod } from "@/domain/payments";
import { fill } from "@/features/sale/till/field";
import { useHandOver } from "@/features/sale/till/handover/use-hand-over";
import { useIdleLock } from "@/features/sale/till/lock/use-idle-lock";
import { PaymentPanel } from "@/features/sale/till/pay/PaymentPanel";
import { usePayment } from "@/features/sale/till/pay/use-payment";
import { ScanField } from "@/features/sale/till/scan/ScanField";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { type Reader, useScan } from "@/features/sale/till/scan/use-scan";
import { useSearch } from "@/features/sale/till/scan/use-search";
import { useTurns } from "@/features/sale/till/scan/use-turns";
import {
  Camera,
  GiveDialog,
  PaymentDialog,
  SearchResults,
  TakeDialog,
  TicketsDrawer,
  TillBanner,
} from "@/features/sale/till/screens";
import { beepRefused } from "@/features/sale/till/sounds";
import { useTill, useTillState } from "@/features/sale/till/till-context";
import { type Message, resumedInWords } from "@/features/sale/till/wording";
import { useStore } from "@/lib/store";
import { type Command, readScan } from "@/offline/scan/scan";
import { refused } from "@/offline/ticket/basket";
import { asked } from "@/ui/dialog/confirm";
import { BasketLines } from "./BasketLines";
import { MessageBanner } from "./MessageBanner";
import classes from "./SellScreen.module.css";
import { TillHeader } from "./TillHeader";
import { useBasketCommands } from "./use-basket-commands";
import { useSentNews } from "./use-sent-news";

const KEYS: Readonly<Record<string, Command>> = {
  F2: "cash",
  F3: "card",
  F4: "cheque",
  Escape: "remove_last",
};

/** Where a volunteer spends the day: scan, total, pay; everything by keyboard, by touch or by scanner alone. */
export function SellScreen({ onClose }: { readonly onClose: () => void }) {
  const { till } = useTill();
  const { basket, last } = useTillState();
  const question = useStore(asked);
  const field = useRef<HTMLInputElement>(null);
  const [watching, setWatching] = useState(false);
  const [browsing, setBrowsing] = useState(false);
  const [handing, setHanding] = useState<"give" | "take">();
  const { search, run, runLater, clear, move, decide } = useSearch();

  const turns = useTurns();
  const [message, say] = useState(() => resumedInWords(basket.taken));
  /** Whether the last sale's change stands in the place of the total: until something of the next customer does. */
  const [changeShown, showChange] = useState(last !== undefined && basket.lines.length === 0);
  /** From a change on, scans are the next customer's: an answer that comes late adds nothing any more. */
  const customer = useRef(0);
  const nextCustomer = useCallback(() => {
    customer.current += 1;
    showChange(false);
  }, []);
  const handOver = useHandOver(say, nextCustomer);
  const giving = useMutation({ mutationFn: handOver.give });
  const payment = usePayment(say, nextCustomer, showChange);
  const paying = payment.method !== undefined;
  const { remove, removeLast, putAside, takeUp } = useBasketCommands(turns, say, nextCustomer);
  useIdleLock(paying);
  useSentNews(message, say);

  // A slow tablet may still compute the last label's check characters when the key is pressed, and the server may be
  // looking for a code that this till does not know: both belong to the ticket.
  const pay = (method: PaymentMethod) => void turns.settled().then(() => payment.open(method));
  const obey = (command: Command) => {
    if (command === "remove_last") removeLast();
    else if (command === "put_aside") putAside();
    else pay(command);
  };
  const desk = useScan({
    turns,
    say,
    customer,
    command: obey,
    search: (text) => {
      run(text);
      field.current?.focus();
    },
    held: (number) => void handOver.take(number),
  });

  const give = () => {
    nextCustomer();
    giving.mutate();
    setHanding("give");
  };
  const endGiving = () => {
    setHanding(undefined);
    if (giving.data === undefined) return say(undefined);
    say({
      tone: "good",
      title: `Ticket ${giving.data.number} prêt pour l’autre caisse`,
      detail: "Au client suivant !",
    });
  };

  /** What goes back to a customer is the only figure then: the change of another sale would be read in its place. */
  const cancelled = (message: Message) => {
    setBrowsing(false);
    showChange(false);
    say(message);
  };

  /** Whatever is read, by whom and whenever: it is in a ticket afterwards, or it was loudly refused. */
  const receive = (text: string, reader: Reader) => {
    const read = readScan(text, till.session().editionCode);
    if (paying && (read.kind === "command" || read.kind === "held")) {
      beepRefused();
      return say({
        tone: "bad",
        title: "Finissez d’abord ce paiement",
        detail: "Ou revenez au ticket avec Retour.",
      });
    }
    if (handing === "give" && giving.isPending) {
      beepRefused();
      return say({
        tone: "bad",
        title: "Le ticket part à l’autre caisse",
        detail: "Attendez son numéro, puis scannez encore.",
      });
    }
    setHanding(undefined);
    clear();
    if (field.current !== null && reader === "scanner") fill(field.current, "");
    if (!paying) showChange(false);
    void desk.scan(text, reader);
  };
  /**
   * A device that was busy in the middle of a label hands over its end only: the field has all of it. But the field lacks the
   * first keys when the focus was elsewhere: then it is the text that is whole.
   */
  const isOurs = (text: string) =>
    !["words", "foreign"].includes(readScan(text, till.session().editionCode).kind);
  useScans((text, whole) => receive(whole.endsWith(text) && isOurs(whole) ? whole : text, "scanner"));

  const busy = paying || browsing || handing !== undefined;
  // Registered once and before any dialog, so that it sees the state in which the key was pressed: the Escape that closes
  // a dialog must not remove a line as well.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const command = KEYS[event.key];
    if (command === undefined || busy || asked.get() !== undefined || document.querySelector("[role=menu]"))
      return;
    if (event.key === "Escape" && (field.current?.value !== "" || search !== undefined)) return clear();
    event.preventDefault();
    obey(command);
  });
  useEffect(() => {
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);

  const onEnter = (text: string): boolean => {
    const { kind } = readScan(text, till.session().editionCode);
    if (kind !== "words" || (text.trim() === "" && search?.active === undefined)) {
      receive(text, "person");
      return false;
    }
    const chosen = decide(text.trim());
    if (chosen === undefined) {
      say(undefined);
      return true;
    }
    choose(chosen.code);
    return false;
  };
  const choose = (code: string) => {
    clear();
    showChange(false);
    if (field.current !== null) fill(field.current, "");
    void desk.choose(code);
    field.current?.focus();
  };

  return (
    <div className={classes.screen}>
      <TillHeader
        onTickets={() => setBrowsing(true)}
        onClose={onClose}
        onTake={() => setHanding("take")}
        onTakeUp={takeUp}
        onSaved={() => say({ tone: "info", title: "Les ventes en attente sont dans un fichier" })}
      />
      <Suspense>
        <TillBanner />
      </Suspense>
      <main className={classes.work} id="contenu">
        <h1 className={classes.hidden}>Caisse</h1>
        <div className={classes.desk}>
          <div className={classes.scanPlace}>
            <ScanField
              field={field}
              onEnter={onEnter}
              onType={runLater}
              onArrow={move}
              onCamera={() => setWatching(!watching)}
            />
            <Suspense>{search !== undefined && <SearchResults search={search} onChoose={choose} />}</Suspense>
          </div>
          {watching && (
            <Suspense>
              <Camera
                onRead={(text) => receive(text, "scanner")}
                paused={busy || question !== undefined}
                onStop={() => setWatching(false)}
              />
            </Suspense>
          )}
          <MessageBanner message={message} />
          <BasketLines basket={basket} touched={desk.touched} onRemove={(line) => remove([line])} />
        </div>
        <PaymentPanel
          basket={basket}
          last={last}
          changeShown={changeShown}
          onShowChange={showChange}
          onPay={pay}
          onRemoveLast={removeLast}
          onRemoveRefused={() => remove(refused(basket))}
          onPutAside={putAside}
          onGive={give}
        />
      </main>
      <Suspense>
        {payment.method !== undefined && (
          <PaymentDialog
            lines={payment.deal?.lines ?? basket.lines}
            firstMethod={payment.method}
            firstTaken={basket.taken ?? []}
            onTaken={(taken) => void till.keepTaken(taken)}
            notice={message}
            recording={payment.deal !== undefined}
            onScan={(text) => receive(text, "scanner")}
            onRemoveRefused={() => remove(refused(basket))}
            onCancel={payment.cancel}
            onPaid={(deal) => void payment.settle(deal)}
          />
        )}
        {handing === "give" && <GiveDialog held={giving.data} failure={giving.error} onClose={endGiving} />}
        {handing === "take" && <TakeDialog take={handOver.take} onClose={() => setHanding(undefined)} />}
        {browsing && <TicketsDrawer onClose={() => setBrowsing(false)} onCancelled={cancelled} />}
      </Suspense>
    </div>
  );
}
