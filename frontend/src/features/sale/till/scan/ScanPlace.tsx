import type { ReactNode } from "react";
import { beepRefused } from "@/features/sale/till/sounds";
import { show } from "@/ui/notice/notify";
import { ScanContext, useScanListener } from "./scan-routes";

/** Around every screen of a till: a scan reaches the topmost of them and presses nothing. */
export function ScanPlace({ children }: { readonly children: ReactNode }) {
  return <ScanContext value={useScanListener(nothingSold)}>{children}</ScanContext>;
}

/** Opening and closing a till sell nothing, and say so. */
function nothingSold(): void {
  beepRefused();
  void show(() => ({
    message: "Rien n’est vendu ici : scannez l’article sur l’écran de vente.",
    color: "bad",
    autoClose: 6_000,
  }));
}
