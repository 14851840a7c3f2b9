import type { ReactNode } from "react";
import { show } from "@/ui/notify";
import { ScanContext, useScanListener } from "./scan-routes";
import { beepRefused } from "./sounds";

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
