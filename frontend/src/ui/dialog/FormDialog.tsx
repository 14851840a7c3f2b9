import { Button, Group, Modal, type ModalProps, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useUnsaved } from "@/ui/form/unsaved";
import { asked } from "./confirm";
import { agreesToLose } from "./leaving";

interface DialogFormProps {
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly onClose: () => void;
  /** The verb of the deed. */
  readonly submit: string;
  readonly cancel?: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  /** Whether there is something to send already. */
  readonly ready?: boolean;
  readonly onInput?: (event: FormEvent<HTMLFormElement>) => void;
  /** Another way out, at the other end of the buttons. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

interface FormDialogProps extends DialogFormProps, Pick<ModalProps, "size" | "returnFocus"> {
  readonly title: string;
  /** Leaves by its buttons alone. */
  readonly firm?: boolean;
}

/** A question with fields: Escape and the first button leave, Enter and the last one send. Escape asks when words were typed. */
export function FormDialog({ title, size, returnFocus = true, firm = false, ...form }: FormDialogProps) {
  const [typed, setTyped] = useState(false);
  // What is on its way is not lost: the deed itself may lead to another page.
  useUnsaved(typed && !form.pending);
  const leave = async () => {
    // Escape is heard by every dialog: it is meant for the question on top.
    if (asked.get() !== undefined) return;
    if (!typed || (await agreesToLose())) form.onClose();
  };
  return (
    <Modal
      opened
      onClose={() => void leave()}
      title={title}
      returnFocus={returnFocus}
      withCloseButton={!firm}
      closeOnEscape={!firm}
      closeOnClickOutside={!firm}
      {...(size !== undefined && { size })}
    >
      <DialogForm {...form} onInput={({ target }) => setTyped(typed || isWriting(target))} />
    </Modal>
  );
}

/** Words, not a choice, a number that is soon typed again or a password. */
function isWriting(target: EventTarget): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && ["text", "email", "tel"].includes(target.type);
}

/** The inside of one, for a dialog that shows something else afterwards. */
export function DialogForm({
  onSubmit,
  onClose,
  submit,
  cancel = "Annuler",
  danger = false,
  pending,
  ready = true,
  onInput,
  aside,
  children,
}: DialogFormProps) {
  const buttons = (
    <>
      <Button variant="default" onClick={onClose}>
        {cancel}
      </Button>
      <Button type="submit" color={danger ? "bad" : "accent"} disabled={!ready} loading={pending}>
        {submit}
      </Button>
    </>
  );
  return (
    <form
      noValidate
      onInput={onInput}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event);
      }}
    >
      <Stack>
        {children}
        {aside === undefined ? (
          <Group justify="flex-end">{buttons}</Group>
        ) : (
          <Group justify="space-between">
            {aside}
            <Group>{buttons}</Group>
          </Group>
        )}
      </Stack>
    </form>
  );
}
