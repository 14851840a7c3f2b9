import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useDesk, useDeskState } from "@/features/deposit/desk/desk-context";
import { useStore } from "@/lib/store";
import { unbroken } from "@/lib/words";

/** What whoever sits here has to know about the table itself, above every screen. */
export function Notices() {
  const { desk, courier } = useDesk();
  const { over, keeps, contact, session } = useDeskState();
  const trouble = useStore(courier.trouble).get(session?.editionId ?? "");
  const told = trouble !== undefined && trouble.status >= 400 && trouble.status < 500;
  return (
    <>
      {over && contact?.saleOpenedAt === undefined && (
        <Notice title="Cette table est fermée">
          Elle a été fermée ailleurs, ou l’édition est finie. Ce qui n’est pas encore envoyé partira d’ici.{" "}
          <Button variant="white" onClick={() => void desk.wipe()}>
            Quitter cette table
          </Button>
        </Notice>
      )}
      {contact?.saleOpenedAt !== undefined && (
        <Notice title="La vente est ouverte">
          Les articles ne s’acceptent et ne se refusent plus à cette table. Pour en retirer un de la vente,
          demandez à un gestionnaire.
        </Notice>
      )}
      {!keeps && (
        <Notice title="Cet appareil ne garde rien">
          Chaque décision part au serveur avant de s’afficher. Sans réseau, continuez sur papier.
        </Notice>
      )}
      {told && (
        <Notice title="Le serveur ne prend pas les décisions">
          {unbroken(trouble.message)} Elles restent sur cet appareil.
        </Notice>
      )}
    </>
  );
}

function Notice({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Alert color="waiting" title={title} role="status" radius={0}>
      <Stack gap="xs" align="flex-start">
        <Group gap="xs">
          <Text>{children}</Text>
        </Group>
      </Stack>
    </Alert>
  );
}
