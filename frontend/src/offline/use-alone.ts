import { useEffect, useState } from "react";
import { holdAlone } from "./alone";

type Elsewhere = { readonly kind: "loading" } | { readonly kind: "in_another_tab" };

/** What `open` gives, in one tab of the device at a time. Of `lock` there is one for each thing that may be open once. */
export function useAlone<Opened>(lock: string, open: () => Promise<Opened>): Opened | Elsewhere {
  const [found, setFound] = useState<Opened | Elsewhere>({ kind: "loading" });
  useEffect(() => {
    let alive = true;
    const release = holdAlone(
      lock,
      async () => {
        const opened = await open();
        if (alive) setFound(opened);
      },
      () => alive && setFound({ kind: "in_another_tab" }),
    );
    return () => {
      alive = false;
      release();
    };
  }, [lock, open]);
  return found;
}
