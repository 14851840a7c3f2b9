import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newVersion, tabInUse } from "@/lib/new-version";
import { registerServiceWorker } from "./service-worker";

interface Told {
  readonly onNeedReload: () => void;
  readonly onNeedRefresh: () => void;
}

const worker = vi.hoisted(() => ({ told: undefined as Told | undefined, update: vi.fn() }));
vi.mock("virtual:pwa-register", () => ({
  registerSW: (options: Told) => {
    worker.told = options;
    return worker.update;
  },
}));

const reload = vi.fn();

beforeEach(() => {
  vi.spyOn(location, "reload").mockImplementation(reload);
  registerServiceWorker();
});

afterEach(() => {
  newVersion.set(undefined);
  tabInUse.set(false);
  vi.clearAllMocks();
});

test("a tab in which somebody sells is offered the version that another tab took, and is not reloaded", () => {
  tabInUse.set(true);
  worker.told?.onNeedReload();
  expect(reload).not.toHaveBeenCalled();
  newVersion.get()?.take();
  expect(reload).toHaveBeenCalledOnce();
});

test("a tab that nobody sells in goes along with the other one", () => {
  worker.told?.onNeedReload();
  expect(reload).toHaveBeenCalledOnce();
  expect(newVersion.get()).toBeUndefined();
});

test("a version that is ready waits until somebody takes it", () => {
  worker.told?.onNeedRefresh();
  expect(worker.update).not.toHaveBeenCalled();
  newVersion.get()?.take();
  expect(worker.update).toHaveBeenCalledOnce();
  expect(reload).not.toHaveBeenCalled();
});
