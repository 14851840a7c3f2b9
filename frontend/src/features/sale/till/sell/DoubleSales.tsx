import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/domain/keys";
import { beepRefused } from "@/features/sale/till/sounds";
import { useRegisterSession, useTill } from "@/features/sale/till/till-context";
import { answer, api, tillApi } from "@/lib/server/api";
import { createStore, useStore } from "@/lib/store";

/** A line of this session that another till had sold before. */
interface DoubleSale {
  readonly code: string;
  /** Of the ticket. */
  readonly number: number;
}

/** Found by the server when the other till's tickets arrive, which may be hours later. */
function doubleSales(edition_id: string, session_id: string) {
  return queryOptions({
    queryKey: keys.registerSession(session_id, "double-sales"),
    queryFn: async ({ signal }): Promise<readonly DoubleSale[]> => {
      const path = { id: session_id };
      const { conflict_lines } = await answer(
        tillApi.GET("/api/v1/register-sessions/{id}", { params: { path }, signal }),
      );
      if (conflict_lines === 0) return [];
      const { items } = await answer(
        tillApi.GET("/api/v1/editions/{id}/tickets", {
          params: { path: { id: edition_id }, query: { session_id, per_page: 200 } },
          signal,
        }),
      );
      const found = items.flatMap(({ number, lines }) =>
        lines
          .filter((line) => line.status === "conflict" && line.cancelled_at == null)
          .map(({ code }) => ({ code, number })),
      );
      // A line whose money the association keeps stays in conflict; nothing that waits anywhere means that all is settled.
      return found.length > 0 && (await nothingWaits(edition_id, signal)) ? [] : found;
    },
    retry: false,
    refetchInterval: 30_000,
  });
}

/** Whether managers have settled every conflict of the edition; false when nobody can say. */
async function nothingWaits(id: string, signal: AbortSignal): Promise<boolean> {
  const live = api.GET("/api/v1/editions/{id}/live", { params: { path: { id } }, signal });
  return (await answer(live).catch(() => undefined))?.conflicts === 0;
}

/** Said to be settled by whoever stands here: the server does not tell a till what managers decided line by line. */
const said = createStore<readonly string[]>([]);

/** What this till sold and another had sold before, as the server found out later: the customer may still be at the door. */
export function DoubleSales() {
  const { till } = useTill();
  const { editionId, sessionId } = useRegisterSession();
  const all = useQuery(doubleSales(editionId, sessionId)).data ?? [];
  const settled = useStore(said);
  const found = all.filter((sale) => !settled.includes(keyOf(sale)));
  const count = found.length;
  useEffect(() => {
    if (count > 0) beepRefused();
  }, [count]);
  if (count === 0) return null;
  const named = found.map(
    ({ code, number }) => `${till.article(code)?.description ?? code} (ticket n° ${number})`,
  );
  return (
    <Alert
      color="bad"
      variant="filled"
      radius={0}
      py="sm"
      icon={<IconAlertOctagon aria-hidden />}
      role="alert"
    >
      <Group justify="space-between">
        <Text fw={600} style={{ flex: "1 1 260px" }}>
          {named.join(", ")} : déjà vendu à une autre caisse. Appelez un gestionnaire, qui règle ce conflit
          dans Vente en direct.
        </Text>
        <Button variant="white" color="bad" size="sm" onClick={() => said.set(all.map(keyOf))}>
          C’est réglé
        </Button>
      </Group>
    </Alert>
  );
}

function keyOf({ code, number }: DoubleSale): string {
  return `${number} ${code}`;
}
