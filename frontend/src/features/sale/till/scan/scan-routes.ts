import { createContext, useContext, useEffect, useEffectEvent, useState } from "react";
import { fill } from "@/features/sale/till/field";
import { Burst, type KeyMeaning } from "@/offline/scan/burst";
import { asked } from "@/ui/dialog/confirm";

/** `whole` is all that stood in the field where the scanner typed: more than `text` when a busy device made a pause in it. */
type Reader = (text: string, whole: string) => void;

/** Who gets what the scanner reads: the screen or dialog that was opened last. */
export class ScanRoutes {
  private readers: readonly Reader[] = [];

  /** `nobody` answers where nothing is scanned for. */
  constructor(private readonly nobody: Reader) {}

  open(reader: Reader): () => void {
    this.readers = [...this.readers, reader];
    return () => {
      this.readers = this.readers.filter((other) => other !== reader);
    };
  }

  deliver(text: string, whole: string): void {
    // The label that was scanned is an answer to nothing: the question goes, nothing of what it asked is done.
    asked.get()?.settle(false);
    (this.readers.at(-1) ?? this.nobody)(text, whole);
  }
}

export const ScanContext = createContext<ScanRoutes>(new ScanRoutes(() => undefined));

/** Gives this screen or dialog, while it is the last one opened, what the scanner reads wherever the focus is. */
export function useScans(reader: Reader): void {
  const routes = useContext(ScanContext);
  const read = useEffectEvent(reader);
  useEffect(() => routes.open((text, whole) => read(text, whole)), [routes]);
}

/**
 * Listens to every key of the page before anybody else does. A scanner's end key presses no button, whatever has the focus,
 * and its text stays in no field: it goes to the reader alone.
 */
export function useScanListener(nobody: Reader): ScanRoutes {
  const [routes] = useState(() => new ScanRoutes(nobody));
  useEffect(() => {
    const burst = new Burst();
    let before: Before | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const meaning = burst.press({
        key: event.key,
        at: event.timeStamp,
        // AltGr is Ctrl and Alt on Windows.
        ctrl: event.ctrlKey && !event.altKey,
        repeat: event.repeat,
      });
      if (meaning.kind === "typed" && meaning.first) before = fieldNow();
      if (mustNotPress(meaning, event)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if (meaning.kind === "scanned") {
        const whole = fieldNow()?.value ?? meaning.text;
        restore(before, meaning.text);
        routes.deliver(meaning.text, whole);
      }
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [routes]);
  return routes;
}

/** Letters and digits may go into a field until it is known that they are a scan; nothing else of it has an effect. */
function mustNotPress(meaning: KeyMeaning, event: KeyboardEvent): boolean {
  if (meaning.kind === "scanned" || meaning.kind === "echo") return true;
  return meaning.kind === "scanning" && (event.ctrlKey || (event.key === " " && !isField(event.target)));
}

/** A field and what stood in it before the scanner typed there. */
interface Before {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
}

function fieldNow(): Before | undefined {
  const { activeElement } = document;
  return isField(activeElement) ? { field: activeElement, value: activeElement.value } : undefined;
}

function restore(before: Before | undefined, scanned: string): void {
  const { activeElement: field } = document;
  if (!isField(field)) return;
  if (before?.field === field) fill(field, before.value);
  else if (field.value.endsWith(scanned)) fill(field, field.value.slice(0, -scanned.length));
}

function isField(target: unknown): target is HTMLInputElement | HTMLTextAreaElement {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type)
  );
}
