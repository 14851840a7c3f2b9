import { Button, Center, Loader, Stack, Title } from "@mantine/core";
import { IconBrowser } from "@tabler/icons-react";
import { useState } from "react";
import { FindScreen } from "@/features/deposit/desk/find/FindScreen";
import { DeskHeader } from "@/features/deposit/desk/frame/DeskHeader";
import { Notices } from "@/features/deposit/desk/frame/Notices";
import { ListScreen } from "@/features/deposit/desk/list/ListScreen";
import { OpenDesk } from "@/features/deposit/desk/open/OpenDesk";
import { ScanContext, useScanListener } from "@/features/sale/till/scan/scan-routes";
import { network } from "@/lib/server/network";
import { useDocumentTitle } from "@/lib/site";
import type { DeskList } from "@/offline/decisions/lists";
import { EmptyState } from "@/ui/states";
import { DeskContext, useDesk, useDeskState } from "./desk-context";
import { useDeviceDesk } from "./use-device-desk";

/** A table of the deposit, full screen: opening it, finding a list, deciding about its lines. */
export function DeskPage() {
  const device = useDeviceDesk();
  const routes = useScanListener(() => undefined);
  useDocumentTitle("Table de dépôt");
  switch (device.kind) {
    case "loading":
      return (
        <Center h="100dvh" component="main">
          <Loader aria-label="La table se prépare" />
        </Center>
      );
    case "in_another_tab":
      return (
        <Stack maw={560} mx="auto" p="md" pt="xl" component="main">
          <Title order={1}>Table de dépôt</Title>
          <EmptyState
            icon={IconBrowser}
            title="La table est déjà ouverte"
            action={<Button onClick={() => location.reload()}>Réessayer</Button>}
          >
            Elle est dans un autre onglet ou une autre fenêtre de cet appareil : continuez là-bas, ou
            fermez-le puis réessayez.
          </EmptyState>
        </Stack>
      );
    case "ready":
      return (
        <DeskContext value={device}>
          <ScanContext value={routes}>
            <Screens />
          </ScanContext>
        </DeskContext>
      );
  }
}

function Screens() {
  const { desk, courier } = useDesk();
  const { session, openList } = useDeskState();
  /** The line whose label brought the list here. */
  const [aim, setAim] = useState<string>();
  if (session === undefined) return <OpenDesk />;
  const list = desk.list(openList);
  const open = (next?: DeskList, articleId?: string) => {
    setAim(articleId);
    void desk.hold(next?.id);
    // Another table may have had it in hand a moment ago.
    if (network.get()) void courier.refresh(true);
    window.scrollTo(0, 0);
  };
  return (
    <>
      <DeskHeader />
      <Notices />
      {list === undefined ? (
        <FindScreen onOpen={open} />
      ) : (
        <ListScreen key={list.id} list={list} aim={aim} onOpen={open} />
      )}
    </>
  );
}
