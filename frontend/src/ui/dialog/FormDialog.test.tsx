import { MantineProvider, TextInput } from "@mantine/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { holdsUnsaved } from "@/ui/form/unsaved";
import { asked } from "./confirm";
import { FormDialog } from "./FormDialog";

afterEach(() => {
  asked.get()?.settle(false);
  cleanup();
});

function show() {
  const close = vi.fn();
  const dialog = (pending: boolean) => (
    <MantineProvider env="test">
      <FormDialog
        title="Inviter"
        submit="Envoyer"
        pending={pending}
        onSubmit={() => undefined}
        onClose={close}
      >
        <TextInput label="Nom" />
      </FormDialog>
    </MantineProvider>
  );
  const { rerender } = render(dialog(false));
  return { close, keys: userEvent.setup({ delay: null }), send: () => rerender(dialog(true)) };
}

test("a dialog in which nothing was typed closes at once", async () => {
  const { close, keys } = show();
  await keys.keyboard("{Escape}");
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test("words that were typed are not lost by Escape without a question", async () => {
  const { close, keys } = show();
  await keys.type(screen.getByLabelText("Nom"), "Camille");
  expect(holdsUnsaved()).toBe(true);
  await keys.keyboard("{Escape}");
  await waitFor(() => expect(asked.get()?.title).toBe("Quitter sans enregistrer ?"));
  asked.get()?.settle(false);
  await waitFor(() => expect(asked.get()).toBeUndefined());
  expect(close).not.toHaveBeenCalled();
  await keys.keyboard("{Escape}");
  await waitFor(() => expect(asked.get()).toBeDefined());
  asked.get()?.settle(true);
  await waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test("its own button leaves at once", async () => {
  const { close, keys } = show();
  await keys.type(screen.getByLabelText("Nom"), "Camille");
  await keys.click(screen.getByRole("button", { name: "Annuler" }));
  expect(close).toHaveBeenCalledOnce();
  cleanup();
  expect(holdsUnsaved()).toBe(false);
});

test("what is on its way is not unsaved: the deed may lead to another page", async () => {
  const { keys, send } = show();
  await keys.type(screen.getByLabelText("Nom"), "Camille");
  send();
  expect(holdsUnsaved()).toBe(false);
});
