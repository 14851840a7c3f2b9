import { Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem } from "@/lib/server/problem";
import { ErrorState } from "@/ui/states";
import { FormDialog } from "./FormDialog";

interface ReasonDialogProps {
  readonly title: string;
  /** What will happen, in numbers. */
  readonly body: ReactNode;
  /** The verb of the deed. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** `false` leaves the dialog open: a field of its own is to be mended first. */
  readonly send: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
  /** Further fields, above the reason. */
  readonly children?: ReactNode;
}

/** The server takes no shorter reason. */
const SHORTEST = 3;

/** Asks for the reason of a deed that the journal keeps. */
export function ReasonDialog({
  title,
  body,
  confirm,
  danger = false,
  send,
  onClose,
  children,
}: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [touched, setTouched] = useState(false);
  const sending = useMutation({
    mutationFn: () => send(reason.trim()),
    onSuccess: (done) => done !== false && onClose(),
  });
  const short = reason.trim().length < SHORTEST;
  const wrong = sending.isError ? asProblem(sending.error).byField().reason : undefined;
  const error = wrong ?? (touched && short ? "Dites pourquoi, en quelques mots" : undefined);
  return (
    <FormDialog
      title={title}
      onClose={onClose}
      onSubmit={() => {
        setTouched(true);
        if (!short) sending.mutate();
      }}
      submit={confirm}
      danger={danger}
      pending={sending.isPending}
    >
      <Text component="div">{body}</Text>
      {children}
      {sending.isError && wrong === undefined && <ErrorState error={sending.error} />}
      <Textarea
        label="Raison"
        description="Gardée dans le journal"
        size="md"
        autosize
        minRows={2}
        maxLength={300}
        data-autofocus
        value={reason}
        error={error}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
