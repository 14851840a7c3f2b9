import { ActionIcon, Group, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconBarcode, IconCamera, IconKeyboard } from "@tabler/icons-react";
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { endsScan } from "@/offline/scan/burst";
import classes from "./ScanField.module.css";

interface ScanFieldProps {
  readonly field: RefObject<HTMLInputElement | null>;
  /** Answers whether the text stays, to be mended. */
  readonly onEnter: (text: string) => boolean;
  readonly onType: (text: string) => void;
  readonly onArrow: (step: 1 | -1) => void;
  readonly onCamera: () => void;
}

const ARROWS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/** Where scanner and fingers type. Keys pressed anywhere on the page land here. */
export function ScanField({ field, onEnter, onType, onArrow, onCamera }: ScanFieldProps) {
  const [text, setText] = useState("");
  // The field keeps the focus, and with it a touch screen would keep its keyboard over the ways to pay.
  const touch = useMediaQuery("(pointer: coarse)") ?? false;
  const [byHand, setByHand] = useState(false);
  useFocusKept(field);
  const change = (next: string) => {
    setText(next);
    onType(next);
  };
  const typeByHand = () => {
    setByHand(true);
    // The keyboard comes with a new focus only.
    field.current?.blur();
    requestAnimationFrame(() => field.current?.focus());
  };
  const enter = (typed: string) => {
    if (onEnter(typed)) return;
    change("");
    setByHand(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = ARROWS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      onArrow(step);
    }
    // Scanners end with what they are set to. An empty field leaves Tab to whoever walks through the page by keyboard.
    const ends = endsScan({ key: event.key, ctrl: event.ctrlKey && !event.altKey });
    if (ends && (text !== "" || event.key !== "Tab")) {
      event.preventDefault();
      enter(text);
    }
    if (event.key === "Escape") change("");
  };
  // A field of one line drops the line ends of a pasted text, and with them the cuts between its labels.
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\r\n\t]/.test(pasted)) return;
    event.preventDefault();
    enter(pasted);
  };
  return (
    <TextInput
      ref={field}
      data-focus-home
      className={classes.scan ?? ""}
      size="xl"
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      aria-label="Scanner une étiquette, taper un code ou chercher un article"
      placeholder="Scannez ou tapez"
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      inputMode={touch && !byHand ? "none" : "text"}
      enterKeyHint="done"
      leftSection={<IconBarcode size={28} aria-hidden />}
      rightSectionWidth={touch ? 120 : 64}
      rightSection={
        <Group gap="xs" wrap="nowrap">
          {touch && (
            <ActionIcon
              variant={byHand ? "filled" : "light"}
              size={48}
              onClick={typeByHand}
              aria-label="Taper avec le clavier"
            >
              <IconKeyboard size={26} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon variant="light" size={48} onClick={onCamera} aria-label="Scanner avec la caméra">
            <IconCamera size={26} aria-hidden />
          </ActionIcon>
        </Group>
      }
    />
  );
}

/** Gives the focus back after a click beside the field, and sends stray keys to it; dialogs keep theirs. */
function useFocusKept(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    field.current?.focus();
    const toField = (event: globalThis.KeyboardEvent) => {
      const typedElsewhere =
        event.target instanceof Element &&
        event.target.closest("input, textarea, [role=dialog], [role=menu]");
      // A space on a focused button presses it: only letters and digits are for the field.
      const printable =
        event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (printable && !typedElsewhere) field.current?.focus();
    };
    const toFieldAgain = () => {
      requestAnimationFrame(() => {
        const { activeElement } = document;
        if (activeElement === null || activeElement === document.body) field.current?.focus();
      });
    };
    document.addEventListener("keydown", toField, true);
    document.addEventListener("pointerup", toFieldAgain);
    document.addEventListener("focusout", toFieldAgain);
    return () => {
      document.removeEventListener("keydown", toField, true);
      document.removeEventListener("pointerup", toFieldAgain);
      document.removeEventListener("focusout", toFieldAgain);
    };
  }, [field]);
}
