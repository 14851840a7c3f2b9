import { Button, Group, Modal, type ModalProps, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";

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
  /** The browser checks what is required, instead of the form. */
  readonly checkedByBrowser?: boolean;
  /** Another way out, at the other end of the buttons. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

interface FormDialogProps extends DialogFormProps, Pick<ModalProps, "size" | "returnFocus"> {
  readonly title: string;
}

/** A question with fields: Escape and the first button leave, Enter and the last one send. */
export function FormDialog({ title, size, returnFocus = true, ...form }: FormDialogProps) {
  return (
    <Modal
      opened
      onClose={form.onClose}
      title={title}
      returnFocus={returnFocus}
      {...(size !== undefined && { size })}
    >
      <DialogForm {...form} />
    </Modal>
  );
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
  checkedByBrowser = false,
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
      noValidate={!checkedByBrowser}
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
