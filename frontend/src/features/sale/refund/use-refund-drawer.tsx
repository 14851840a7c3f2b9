import { NativeSelect, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { asProblem } from "@/lib/server/problem";

interface OpenSession {
  readonly session_id: string;
  readonly register_number: number;
  readonly seller: string;
}

interface RefundDrawer {
  /** Sends with the chosen session; none means the one that took the money. Learns from a refusal which are open. */
  readonly giving: <Answer>(send: (session: string | null) => Promise<Answer>) => Promise<Answer>;
  /** The choice, once the server has asked for it. */
  readonly field: ReactNode;
}

/** Out of which till's drawer money goes back: asked only when the one that took it is closed and counted. */
export function useRefundDrawer(): RefundDrawer {
  const [open, setOpen] = useState<readonly OpenSession[]>();
  const [chosen, setChosen] = useState("");
  const giving: RefundDrawer["giving"] = async (send) => {
    try {
      return await send(chosen === "" ? null : chosen);
    } catch (thrown) {
      const { code, facts } = asProblem(thrown);
      if (code === "refund_session_needed") {
        setOpen(facts.open_sessions as readonly OpenSession[]);
        setChosen("");
      }
      throw thrown;
    }
  };
  const field =
    open === undefined ? null : open.length === 0 ? (
      <Text role="status">Aucune caisse n’est ouverte : ouvrez-en une, puis recommencez.</Text>
    ) : (
      <NativeSelect
        label="De quelle caisse sort l’argent ?"
        size="md"
        value={chosen}
        onChange={({ currentTarget: { value } }) => setChosen(value)}
        data={[
          { value: "", label: "Choisir…" },
          ...open.map(({ session_id, register_number, seller }) => ({
            value: session_id,
            label: `Caisse ${register_number}, ${seller}`,
          })),
        ]}
      />
    );
  return { giving, field };
}
