import { useMutation } from "@tanstack/react-query";
import { Suspense, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { formatCents } from "@/lib/money";
import { refused } from "@/offline/basket";
import type { Command } from "@/offline/scan";
import { type PaymentMethod, totalOf } from "@/offline/ticket";
import { asked, confirm } from "@/ui/confirm";
import { BasketLines } from "./BasketLines";
import { MessageBanner } from "./MessageBanner";
import { PaymentPanel } from "./PaymentPanel";
import { ScanField } from "./ScanField";
import { SearchResults } from "./SearchResults";
import classes from "./SellScreen.module.css";
import { Camera, GiveDialog, PaymentDialog, TakeDialog, TicketsDrawer } from "./screens";
import { TillBanner } from "./TillBanner";
import { TillHeader } from "./TillHeader";
import { useTill, useTillState } from "./till-context";
import { useHandOver } from "./use-hand-over";
import { useIdleLock } from "./use-idle-lock";
import { usePayment } from "./use-payment";
import { useScan } from "./use-scan";
import { useSearch } from "./use-search";

const KEYS: Readonly<Record<string, Command>> = {
  F2: "cash",
  F3: "card",
  F4: "cheque",
  Escape: "remove_last",
};

/** Where a volunteer spends the day: scan, total, pay; everything by keyboard, by touch or by scanner alone. */
export function SellScreen({ onClose }: { readonly onClose: () => void }) {
  const { till } = useTill();
  const { basket } = useTillState();
  const field = useRef<HTMLInputElement>(null);
  const [watching, setWatching] = useState(false);
  const [browsing, setBrowsing] = useState(false);
  const [handing, setHanding] = useState<"give" | "take">();
  const { search, run, runLater, clear, move } = useSearch();
  useIdleLock();

  const removeLast = useCallback(async () => {
    const last = till.state.get().basket.lines.at(-1);
    if (last === undefined) return;
    const yes = await confirm({
      title: "Retirer le dernier article ?",
      body: `${last.description || last.code} · ${formatCents(last.price_cents)}`,
      confirm: "Retirer",
    });
    if (yes) await till.removeLine(last.code);
  }, [till]);

  const obey = (command: Command) => {
    if (command === "remove_last") void removeLast();
    else if (command === "put_aside") void till.putAside();
    else pay(command);
  };
  // A slow tablet may still compute the last label's check characters when the key is pressed: it belongs to the ticket.
  const pay = (method: PaymentMethod) => void desk.settled().then(() => payment.open(method));
  const desk = useScan({ command: obey, search: run, held: (number) => void handOver.take(number) });
  const handOver = useHandOver(desk.say);
  const giving = useMutation({ mutationFn: handOver.give });
  const payment = usePayment(desk.say);

  const busy = payment.method !== undefined || browsing || watching || handing !== undefined;
  // Registered once and before any dialog, so that it sees the state in which the key was pressed: the Escape that closes
  // a dialog must not remove a line as well.
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const command = KEYS[event.key];
    if (command === undefined || busy || asked.get() !== undefined || document.querySelector("[role=menu]"))
      return;
    if (event.key === "Escape" && field.current?.value !== "") return;
    event.preventDefault();
    obey(command);
  });
  useEffect(() => {
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);

  const onEnter = (text: string): boolean => {
    const chosen = search?.results[search.active];
    if (chosen !== undefined && search?.text === text.trim()) {
      choose(chosen.code);
      return false;
    }
    clear();
    void desk.scan(text);
    return false;
  };
  const choose = (code: string) => {
    clear();
    void desk.choose(code);
    field.current?.focus();
  };

  return (
    <div className={classes.screen}>
      <TillHeader
        onTickets={() => setBrowsing(true)}
        onClose={onClose}
        onGive={() => {
          giving.mutate();
          setHanding("give");
        }}
        onTake={() => setHanding("take")}
      />
      <TillBanner />
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
            {search !== undefined && <SearchResults search={search} onChoose={choose} />}
          </div>
          {watching && (
            <Suspense>
              <Camera onRead={desk.scan} onStop={() => setWatching(false)} />
            </Suspense>
          )}
          <MessageBanner message={desk.message} />
          <BasketLines
            basket={basket}
            touched={desk.touched}
            onRemove={(code) => void till.removeLine(code)}
          />
        </div>
        <PaymentPanel
          basket={basket}
          onPay={pay}
          onRemoveLast={() => void removeLast()}
          onRemoveRefused={() => {
            for (const line of refused(basket)) void till.removeLine(line.code);
            desk.say(undefined);
          }}
          onPutAside={() => void till.putAside()}
        />
      </main>
      <Suspense>
        {payment.method !== undefined && (
          <PaymentDialog
            dueCents={totalOf(basket.lines)}
            firstMethod={payment.method}
            recording={payment.recording}
            onCancel={payment.cancel}
            onPaid={(payments, changeCents) => void payment.settle(payments, changeCents)}
          />
        )}
        {handing === "give" && (
          <GiveDialog held={giving.data} failure={giving.error} onClose={() => setHanding(undefined)} />
        )}
        {handing === "take" && <TakeDialog take={handOver.take} onClose={() => setHanding(undefined)} />}
        {browsing && <TicketsDrawer onClose={() => setBrowsing(false)} />}
      </Suspense>
    </div>
  );
}
