import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { type ReactNode, Suspense, useState } from "react";
import { ListScreen } from "@/features/deposit/desk/list/ListScreen";
import { ScanContext, useScanListener } from "@/features/sale/till/scan/scan-routes";
import { useStore } from "@/lib/store";
import type { DeskList } from "@/offline/decisions/lists";
import { Courier } from "@/offline/desk/courier";
import { Desk } from "@/offline/desk/desk";
import { DeskHall, openDesk } from "@/offline/desk/hall";
import { ConfirmDialog } from "@/ui/dialog/ConfirmDialog";
import { asked } from "@/ui/dialog/confirm";
import { DeskContext } from "./desk-context";

/** For tests: a list on the screen of an open desk that a server in memory answers. */
export async function standAtDesk(server = new DeskHall(), id = "list-245") {
  const desk = await Desk.restore(undefined);
  const courier = new Courier(desk, server, server.reachable);
  await openDesk(desk, server);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <DeskContext value={{ desk, courier }}>
          <Scans>
            <Suspense>
              <Screen desk={desk} first={id} />
            </Suspense>
          </Scans>
        </DeskContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { desk, server };
}

function Scans({ children }: { readonly children: ReactNode }) {
  return <ScanContext value={useScanListener(() => undefined)}>{children}</ScanContext>;
}

function Screen({ desk, first }: { readonly desk: Desk; readonly first: string }) {
  useStore(desk.state);
  const question = useStore(asked);
  const [id, setId] = useState<string | undefined>(first);
  const list: DeskList | undefined = desk.list(id);
  return (
    <>
      {list === undefined ? (
        <p>Qui est là ?</p>
      ) : (
        <ListScreen key={list.id} list={list} aim={undefined} onOpen={(next) => setId(next?.id)} />
      )}
      {question !== undefined && <ConfirmDialog question={question} />}
    </>
  );
}
