import { useEffect, useState } from "react";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { LinkButton } from "@/ui/links";

/** The way to the till: opened anew, or the one that is open on this device taken up where it was left. */
export function TillLink({ variant }: { readonly variant: "light" | "filled" }) {
  const [words, setWords] = useState<string>();
  useEffect(() => {
    let shown = true;
    const look = async () => {
      // What a till keeps is only read where somebody may open one.
      const { openTill } = await import("@/offline/database");
      const open = await openTill();
      if (open !== undefined && shown) setWords(resumed(open));
    };
    void look().catch(() => undefined);
    return () => {
      shown = false;
    };
  }, []);
  return (
    <LinkButton size="lg" to={paths.till} variant={words === undefined ? variant : "filled"}>
      {words ?? "Ouvrir la caisse"}
    </LinkButton>
  );
}

function resumed({
  registerNumber,
  waitingTickets,
}: {
  readonly registerNumber: number;
  readonly waitingTickets: number;
}): string {
  const waiting = waitingTickets === 0 ? "" : ` (${counted(waitingTickets, "ticket")} en attente)`;
  return `Reprendre la caisse ${registerNumber}${waiting}`;
}
