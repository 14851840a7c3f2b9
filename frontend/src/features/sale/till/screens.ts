/**
 * The till's screens. The first one's code comes first, and that of all others as soon as it stands, for the network may
 * be gone when they are needed.
 */
import { lazy } from "react";

const fetching = {
  openRegister: () => import("@/features/sale/till/open/OpenRegister"),
  sellScreen: () => import("@/features/sale/till/sell/SellScreen"),
  closeRegister: () => import("@/features/sale/till/close/CloseRegister"),
  closedPage: () => import("@/features/sale/till/close/ClosedPage"),
  lockScreen: () => import("@/features/sale/till/lock/LockScreen"),
  paymentDialog: () => import("@/features/sale/till/pay/PaymentDialog"),
  ticketsDrawer: () => import("@/features/sale/till/tickets/TicketsDrawer"),
  tillMenu: () => import("@/features/sale/till/sell/TillMenu"),
  tillBanner: () => import("@/features/sale/till/sell/TillBanner"),
  searchResults: () => import("@/features/sale/till/scan/SearchResults"),
  asideMenu: () => import("@/features/sale/till/sell/AsideMenu"),
  handOver: () => import("@/features/sale/till/handover/HandOverDialog"),
};

export const OpenRegister = lazy(() => fetching.openRegister().then((it) => ({ default: it.OpenRegister })));
export const SellScreen = lazy(() => fetching.sellScreen().then((it) => ({ default: it.SellScreen })));
export const CloseRegister = lazy(() =>
  fetching.closeRegister().then((it) => ({ default: it.CloseRegister })),
);
export const ClosedPage = lazy(() => fetching.closedPage().then((it) => ({ default: it.ClosedPage })));
export const LockScreen = lazy(() => fetching.lockScreen().then((it) => ({ default: it.LockScreen })));
export const PaymentDialog = lazy(() =>
  fetching.paymentDialog().then((it) => ({ default: it.PaymentDialog })),
);
export const TicketsDrawer = lazy(() =>
  fetching.ticketsDrawer().then((it) => ({ default: it.TicketsDrawer })),
);
export const TillMenu = lazy(() => fetching.tillMenu().then((it) => ({ default: it.TillMenu })));
export const TillBanner = lazy(() => fetching.tillBanner().then((it) => ({ default: it.TillBanner })));
export const SearchResults = lazy(() =>
  fetching.searchResults().then((it) => ({ default: it.SearchResults })),
);
export const AsideMenu = lazy(() => fetching.asideMenu().then((it) => ({ default: it.AsideMenu })));

export const GiveDialog = lazy(() => fetching.handOver().then((it) => ({ default: it.GiveDialog })));
export const TakeDialog = lazy(() => fetching.handOver().then((it) => ({ default: it.TakeDialog })));

/** The QR reader is large and many tills have a scanner: it comes when it is asked for. */
export const Camera = lazy(() =>
  import("@/features/sale/till/scan/Camera").then((it) => ({ default: it.Camera })),
);

/** Not in the way of the screen that is being opened. */
const SETTLED_MS = 2_000;

/** Gives the way to leave it. */
export function fetchAll(): () => void {
  const timer = setTimeout(() => {
    for (const fetchOne of Object.values(fetching)) void fetchOne().catch(() => undefined);
  }, SETTLED_MS);
  return () => clearTimeout(timer);
}
