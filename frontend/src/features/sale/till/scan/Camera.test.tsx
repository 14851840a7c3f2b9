import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Camera } from "./Camera";

/** What lies before the camera, and how often it has looked. */
const picture = { labels: [] as readonly string[], looks: 0 };

class PretendedDetector {
  static getSupportedFormats = async () => ["qr_code"];
  async detect() {
    picture.looks += 1;
    return picture.labels.map((rawValue) => ({ rawValue }));
  }
}

const getUserMedia = vi.fn();

beforeEach(() => {
  getUserMedia.mockResolvedValue({ getTracks: () => [] });
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia }, configurable: true });
  vi.stubGlobal("BarcodeDetector", PretendedDetector);
  // These documents play no films.
  vi.spyOn(HTMLMediaElement.prototype, "srcObject", "set").mockImplementation(() => undefined);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  Object.defineProperty(HTMLMediaElement, "HAVE_CURRENT_DATA", { value: 0, configurable: true });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Holds a label before the camera until it has been looked at more than once. */
async function present(...labels: string[]): Promise<void> {
  Object.assign(picture, { labels, looks: 0 });
  await act(() => vi.waitUntil(() => picture.looks > 2, { timeout: 10_000 }));
}

function open() {
  const onRead = vi.fn();
  const camera = (paused: boolean) => (
    <MantineProvider env="test">
      <Camera onRead={onRead} paused={paused} onStop={() => undefined} />
    </MantineProvider>
  );
  const { rerender } = render(camera(false));
  return { onRead, pause: (paused: boolean) => rerender(camera(paused)) };
}

test("what passes by while the camera rests is not read, then or later", async () => {
  const { onRead, pause } = open();
  pause(true);
  await present("one");
  expect(onRead).not.toHaveBeenCalled();
  pause(false);
  await present("two");
  expect(onRead).toHaveBeenCalledWith("two");
  expect(onRead).not.toHaveBeenCalledWith("one");
});

test("a camera that is not allowed says what to do", async () => {
  getUserMedia.mockRejectedValue(new DOMException("denied", "NotAllowedError"));
  open();
  expect((await screen.findByRole("alert")).textContent).toMatch(/autorisez-la.*ou tapez les codes/);
});

test("what was read last stands in the picture by its printed code", async () => {
  open();
  await present("A2025-L245-A03-500-M04A");
  expect(screen.getByText("Lu : A2025-L245-A03")).toBeDefined();
});

test("a camera with a lamp has a button for it, one without has none", async () => {
  const asked: unknown[] = [];
  const track = (capabilities: object) => ({
    kind: "video",
    stop: () => undefined,
    getCapabilities: () => capabilities,
    applyConstraints: async (wanted: unknown) => asked.push(wanted),
  });
  getUserMedia.mockResolvedValue({ getTracks: () => [track({ width: { max: 1920 } })] });
  open();
  await present();
  expect(screen.queryByRole("button", { name: "Lampe" })).toBeNull();
  cleanup();
  getUserMedia.mockResolvedValue({ getTracks: () => [track({ torch: true })] });
  open();
  const lamp = await screen.findByRole("button", { name: "Lampe" });
  fireEvent.click(lamp);
  await waitFor(() => expect(lamp.getAttribute("aria-pressed")).toBe("true"));
  fireEvent.click(lamp);
  await waitFor(() => expect(lamp.getAttribute("aria-pressed")).toBe("false"));
  expect(asked).toEqual([{ advanced: [{ torch: true }] }, { advanced: [{ torch: false }] }]);
});
