import type { UseFormReturnType } from "@mantine/form";
import type { FormEvent } from "react";
import { asProblem } from "@/lib/server/problem";
import { notifyProblem } from "@/ui/notice/notify";

/** Sends a sound form; otherwise the first wrong field gets the focus. */
export function sending<Values>(form: UseFormReturnType<Values>, send: (values: Values) => void) {
  return (event: FormEvent<HTMLFormElement>) =>
    form.onSubmit(send, (errors) => form.getInputNode(Object.keys(errors)[0] ?? "")?.focus())(event);
}

/** Puts the server's sentences beside their fields; what belongs to no field of the form becomes a toast. */
export function showRefusal<Values>(form: UseFormReturnType<Values>, thrown: unknown): void {
  const fields = Object.keys(form.getValues() as object);
  const byField = asProblem(thrown).byField();
  const known = Object.fromEntries(Object.entries(byField).filter(([field]) => fields.includes(field)));
  form.setErrors(known);
  const first = Object.keys(known)[0];
  if (first === undefined) notifyProblem(thrown);
  else form.getInputNode(first)?.focus();
}
