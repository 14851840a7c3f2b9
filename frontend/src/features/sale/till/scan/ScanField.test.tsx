import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createRef } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { ScanField } from "./ScanField";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(pointer: "coarse" | "fine") {
  const own = window.matchMedia.bind(window);
  vi.spyOn(window, "matchMedia").mockImplementation((query) => {
    if (query !== "(pointer: coarse)") return own(query);
    const nothing = () => undefined;
    const list = { matches: pointer === "coarse", addEventListener: nothing, removeEventListener: nothing };
    return list as unknown as MediaQueryList;
  });
  const ignore = () => undefined;
  render(
    <MantineProvider env="test">
      <ScanField
        field={createRef<HTMLInputElement>()}
        onEnter={() => false}
        onType={ignore}
        onArrow={ignore}
        onCamera={ignore}
      />
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

const keyboard = () => screen.getByLabelText(/Scanner une étiquette/).getAttribute("inputmode");

test("on a touch screen the keyboard comes when it is asked for, and goes with the code", async () => {
  const person = show("coarse");
  await waitFor(() => expect(keyboard()).toBe("none"));
  await person.click(screen.getByRole("button", { name: "Taper avec le clavier" }));
  expect(keyboard()).toBe("text");
  await person.type(screen.getByLabelText(/Scanner une étiquette/), "245-3{Enter}");
  expect(keyboard()).toBe("none");
});

test("where there is a mouse there are keys: nothing is kept away", () => {
  show("fine");
  expect(keyboard()).toBe("text");
  expect(screen.queryByRole("button", { name: "Taper avec le clavier" })).toBeNull();
});
