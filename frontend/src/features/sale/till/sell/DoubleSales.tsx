import { Alert, Text } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { doubleSales } from "@/features/sale/till/api";
import { beepRefused } from "@/features/sale/till/sounds";
import { useRegisterSession, useTill } from "@/features/sale/till/till-context";

/** What this till sold and another had sold before, as the server found out later: the customer may still be at the door. */
export function DoubleSales() {
  const { till } = useTill();
  const { editionId, sessionId } = useRegisterSession();
  const found = useQuery(doubleSales(editionId, sessionId)).data ?? [];
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
      <Text fw={600}>
        {named.join(", ")} : déjà vendu à une autre caisse. Appelez un gestionnaire, qui règle ce conflit dans
        Vente en direct.
      </Text>
    </Alert>
  );
}
