import { lazy, Suspense } from "react";
import { paths } from "@/lib/paths";
import { logInAsked, passwordAsked } from "@/lib/server/password-again";
import { session } from "@/lib/server/session";
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
const SessionEndedDialog = lazy(() =>
  import("@/features/people/entrance/SessionEndedDialog").then((module) => ({
    default: module.SessionEndedDialog,
  })),
);
const Toasts = lazy(() => import("@/ui/notice/Toasts").then((module) => ({ default: module.Toasts })));

/** Gives the session up for good; a fresh page knows nothing of the one before. */
function leave(): void {
  session.forget();
  location.assign(paths.login);
}

/** What lies over the pages; its code comes with the first question or toast. */
export function Overlays() {
  const question = useStore(asked);
  const password = useStore(passwordAsked);
  const logIn = useStore(logInAsked);
  const toasts = useStore(toasting);
  return (
    <Suspense>
      {question !== undefined && <ConfirmDialog question={question} />}
      {password !== undefined && <PasswordAgainDialog question={password} />}
      {logIn !== undefined && <SessionEndedDialog question={logIn} leave={leave} />}
      {toasts && <Toasts />}
    </Suspense>
  );
}
