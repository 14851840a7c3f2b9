import { lazy, Suspense } from "react";
import { passwordAsked } from "@/lib/server/password-again";
import { useStore } from "@/lib/store";
import { asked } from "@/ui/dialog/confirm";
import { toasting } from "@/ui/notice/notify";

const ConfirmDialog = lazy(() =>
  import("@/ui/dialog/ConfirmDialog").then((module) => ({ default: module.ConfirmDialog })),
);
const PasswordAgainDialog = lazy(() =>
  import("@/features/people/profile/PasswordAgainDialog").then((module) => ({
    default: module.PasswordAgainDialog,
  })),
);
const Toasts = lazy(() => import("@/ui/notice/Toasts").then((module) => ({ default: module.Toasts })));

/** What lies over the pages; its code comes with the first question or toast. */
export function Overlays() {
  const question = useStore(asked);
  const password = useStore(passwordAsked);
  const toasts = useStore(toasting);
  return (
    <Suspense>
      {question !== undefined && <ConfirmDialog question={question} />}
      {password !== undefined && <PasswordAgainDialog question={password} />}
      {toasts && <Toasts />}
    </Suspense>
  );
}
