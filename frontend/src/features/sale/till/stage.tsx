import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, Suspense } from "react";
import { ScanPlace } from "@/features/sale/till/scan/ScanPlace";
import { HallServer } from "@/offline/hall";
import { Exchange } from "@/offline/sync/exchange";
import type { Till } from "@/offline/till/till";
import { TillContext } from "./till-context";

/** For tests: a screen of a till that a server in memory answers. Gives the person in front of it. */
export function standBefore(till: Till, screen: ReactNode) {
  const server = new HallServer();
  const exchange = new Exchange(till, server, server.reachable);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <TillContext value={{ till, exchange }}>
          <ScanPlace>
            <Suspense>{screen}</Suspense>
          </ScanPlace>
        </TillContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}
