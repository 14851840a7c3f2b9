import type { ReactNode } from "react";
import { ScanContext, useScanListener } from "./scan-routes";

/** Around every screen of a till: a scan reaches the topmost of them and presses nothing. */
export function ScanPlace({ children }: { readonly children: ReactNode }) {
  return <ScanContext value={useScanListener()}>{children}</ScanContext>;
}
