import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { TillPage } from "./TillPage";

vi.mock("@/features/sale/till/device/use-device-till", () => ({
  useDeviceTill: () => ({ kind: "loading" }),
}));

afterEach(cleanup);

const forGoogle = () => document.querySelector("meta[name=google][content=notranslate]");

test("while the till is open the browser's translator stays away, and no longer", () => {
  expect(forGoogle()).toBeNull();
  const { unmount } = render(
    <MantineProvider env="test">
      <TillPage />
    </MantineProvider>,
  );
  expect(screen.getByLabelText("La caisse se prépare")).toBeDefined();
  expect(document.documentElement.getAttribute("translate")).toBe("no");
  expect(forGoogle()).not.toBeNull();
  unmount();
  expect(document.documentElement.hasAttribute("translate")).toBe(false);
  expect(forGoogle()).toBeNull();
});
