/** Tells a scanner's keys from a person's by their speed. Times are in milliseconds, as events carry them. */

/** On average: nobody types six keys in a row as fast as this. */
const KEY_MS = 35;
/** A busy device hands a key over late; a longer silence begins anew. */
const SILENCE_MS = 90;
/** Shorter than any label, command or bar code; a code or an amount typed in a hurry stays a person's. */
const SHORTEST = 6;
/** Scanners that end with CR and LF, or with Enter and Tab, press a second key right after the first. */
const ECHO_MS = 150;

export interface Key {
  readonly key: string;
  readonly at: number;
  readonly ctrl: boolean;
  /** Held down: a machine gun of one sign, by a finger. */
  readonly repeat: boolean;
}

export type KeyMeaning =
  /** A person's key, or one that may still turn out to be anything. `first` when a scan could begin with it. */
  | { readonly kind: "typed"; readonly first: boolean }
  /** In the middle of a scan. */
  | { readonly kind: "scanning" }
  /** The end of a scan: the key must do nothing else. */
  | { readonly kind: "scanned"; readonly text: string }
  /** A second end of the same scan. */
  | { readonly kind: "echo" };

/** Keys that press nothing by themselves. */
const SILENT = new Set(["Shift", "CapsLock", "AltGraph", "Alt", "Control", "Meta", "NumLock"]);

/** Whether a key ends a scan: Enter and Tab, and the line feed and carriage return that some scanners send as Ctrl+J, Ctrl+M. */
export function endsScan({ key, ctrl }: Pick<Key, "key" | "ctrl">): boolean {
  return ctrl ? /^[jm]$/i.test(key) : key === "Enter" || key === "Tab";
}

export class Burst {
  private text = "";
  private from = 0;
  private last = Number.NEGATIVE_INFINITY;
  private scannedAt = Number.NEGATIVE_INFINITY;

  press(key: Key): KeyMeaning {
    if (SILENT.has(key.key)) return { kind: this.isFast() ? "scanning" : "typed", first: false };
    const { at } = key;
    if (!within(at - this.last, SILENCE_MS) || key.repeat) this.forget();
    if (endsScan(key)) return this.end(at);
    // Control characters inside of a code, as the separator of GS1: no shortcut of the browser.
    if (key.ctrl && this.isFast()) return { kind: "scanning" };
    if (key.ctrl || [...key.key].length !== 1) return this.broken();
    const first = this.text === "";
    if (first) this.from = at;
    this.text += key.key;
    this.last = at;
    return this.isFast() ? { kind: "scanning" } : { kind: "typed", first };
  }

  /** Keys of a scanner that has not ended its code yet; one that is set to send no end key leaves them so. */
  unended(): string | undefined {
    return this.text.length >= SHORTEST && this.isFast() ? this.text : undefined;
  }

  private end(at: number): KeyMeaning {
    if (this.text === "" && within(at - this.scannedAt, ECHO_MS)) return { kind: "echo" };
    const { text } = this;
    const scanned = text.length >= SHORTEST && this.isFast();
    this.forget();
    if (!scanned) return { kind: "typed", first: false };
    this.scannedAt = at;
    return { kind: "scanned", text };
  }

  private isFast(): boolean {
    const keys = this.text.length;
    return keys > 1 && (this.last - this.from) / (keys - 1) <= KEY_MS;
  }

  private broken(): KeyMeaning {
    this.forget();
    this.scannedAt = Number.NEGATIVE_INFINITY;
    return { kind: "typed", first: false };
  }

  private forget(): void {
    this.text = "";
    this.last = Number.NEGATIVE_INFINITY;
  }
}

/** Times of keys can come out of order when a device makes them itself. */
function within(ms: number, most: number): boolean {
  return ms >= 0 && ms <= most;
}
