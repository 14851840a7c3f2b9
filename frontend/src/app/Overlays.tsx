import { lazy, Suspense } from "react";
import { useStore } from "@/lib/store";
import { asked } from "@/ui/confirm";
import { toasting } from "@/ui/notify";

const ConfirmDialog = lazy(() =>
  import("@/ui/ConfirmDialog").then((module) => ({ default: module.ConfirmDialog })),
);
const Toasts = lazy(() => import("@/ui/Toasts").then((module) => ({ default: module.Toasts })));

/** What lies over the pages; its code comes with the first question or toast. */
export function Overlays() {
  const question = useStore(asked);
  const toasts = useStore(toasting);
  return (
    <Suspense>
      {question !== undefined && <ConfirmDialog question={question} />}
      {toasts && <Toasts />}
    </Suspense>
  );
}
