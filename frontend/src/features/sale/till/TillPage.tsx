import { Button, Center, Loader, Stack } from "@mantine/core";
import { IconBrowser, IconDatabaseOff } from "@tabler/icons-react";
import { Suspense, useEffect, useState } from "react";
import type { ClosedTill } from "@/features/sale/till/close/closing";
import { keptClosed } from "@/features/sale/till/close/kept-closed";
import { useDeviceTill } from "@/features/sale/till/device/use-device-till";
import { ScanPlace } from "@/features/sale/till/scan/ScanPlace";
import { EmptyState } from "@/ui/states";
import { ClosedPage, CloseRegister, fetchAll, LockScreen, OpenRegister, SellScreen } from "./screens";
import { TillContext, useTillState } from "./till-context";
import { useUntranslated } from "./use-untranslated";

/** The till, full screen: opening, selling, locked, closing. */
export function TillPage() {
  const device = useDeviceTill();
  useUntranslated();
  switch (device.kind) {
    case "loading":
      return <Preparing />;
    case "in_another_tab":
      return (
        <Obstacle
          icon={IconBrowser}
          title="La caisse est déjà ouverte"
          text="Elle est dans un autre onglet ou une autre fenêtre de cet appareil : continuez là-bas, ou fermez-le puis réessayez."
        />
      );
    case "no_storage":
      return (
        <Obstacle
          icon={IconDatabaseOff}
          title="Cet appareil ne peut pas garder les ventes"
          text="Le navigateur refuse d’enregistrer. Quittez la navigation privée ou libérez de la place, puis réessayez."
        />
      );
    case "ready":
      return (
        <TillContext value={device}>
          <ScanPlace>
            <Suspense fallback={<Preparing />}>
              <Screens />
            </Suspense>
          </ScanPlace>
        </TillContext>
      );
  }
}

function Preparing() {
  return (
    <Center h="100dvh">
      <Loader aria-label="La caisse se prépare" />
    </Center>
  );
}

function Screens() {
  const { session, locked } = useTillState();
  const [closing, setClosing] = useState(false);
  const [closed, setClosed] = useState<ClosedTill | undefined>(keptClosed.read);
  useEffect(fetchAll, []);
  if (session === undefined) {
    return closed === undefined ? (
      <OpenRegister />
    ) : (
      <ClosedPage closed={closed} onOpenAnother={() => setClosed(undefined)} />
    );
  }
  if (locked) return <LockScreen onChangeSeller={() => setClosing(true)} />;
  if (closing) {
    const finish = (till: ClosedTill) => {
      keptClosed.write(till);
      setClosed(till);
      setClosing(false);
    };
    return <CloseRegister onReturn={() => setClosing(false)} onClosed={finish} />;
  }
  return <SellScreen onClose={() => setClosing(true)} />;
}

interface ObstacleProps {
  readonly icon: typeof IconBrowser;
  readonly title: string;
  readonly text: string;
}

function Obstacle({ icon, title, text }: ObstacleProps) {
  return (
    <Center h="100dvh" p="md" component="main">
      <Stack>
        <EmptyState
          icon={icon}
          title={title}
          action={<Button onClick={() => location.reload()}>Réessayer</Button>}
        >
          {text}
        </EmptyState>
      </Stack>
    </Center>
  );
}
