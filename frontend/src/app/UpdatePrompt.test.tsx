import { getDefaultZIndex, MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { newVersion } from "@/lib/new-version";
import { UpdatePrompt } from "./UpdatePrompt";

vi.mock("@tanstack/react-router", () => ({ useRouterState: () => false }));

afterEach(() => {
  cleanup();
  newVersion.set(undefined);
});

test("the news of a version lies beneath a dialog, never on its buttons", () => {
  newVersion.set({ take: () => undefined });
  render(
    <MantineProvider env="test">
      <UpdatePrompt />
    </MantineProvider>,
  );
  const level = Number(screen.getByRole("status").style.zIndex);
  expect(level).toBeLessThan(Number(getDefaultZIndex("modal")));
});
