import { Stack } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { editionQuery, hasReached, liveQuery } from "@/domain/editions";
import { Conflicts } from "@/features/sale/decisions/Conflicts";
import { Contradictions } from "@/features/sale/decisions/Contradictions";
import { PricesToDecide } from "@/features/sale/decisions/PricesToDecide";
import { DroppedTickets, Quarantine } from "@/features/sale/decisions/Quarantine";
import { UnownedLines } from "@/features/sale/decisions/UnownedLines";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { Devices } from "./Devices";
import { LiveFigures } from "./LiveFigures";

/** The sale as it goes: figures, hours, tills; for managers also what waits for a decision. */
export function SalesPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/ventes" });
  const manager = hasRole(useIdentity(), "manager");
  const edition = useQuery(editionQuery(editionId));
  const selling = edition.data !== undefined && hasReached(edition.data, "sale");
  const live = useQuery({ ...liveQuery(editionId), enabled: selling });
  return (
    <Page
      title="Vente en direct"
      lead="Mise à jour toutes les dix secondes."
      action={edition.data?.status === "sale" && <LinkButton to={paths.till}>Ouvrir une caisse</LinkButton>}
    >
      <Loaded query={edition}>
        {() =>
          selling ? (
            <Loaded query={live}>
              {(figures) => (
                <Stack gap="lg">
                  {manager && figures.conflicts > 0 && <Conflicts edition={editionId} />}
                  {manager && figures.lines_without_owner > 0 && <UnownedLines edition={editionId} />}
                  {manager && figures.prices_to_decide > 0 && <PricesToDecide edition={editionId} />}
                  {manager && figures.quarantined > 0 && (
                    <Quarantine edition={editionId} tills={figures.tills} />
                  )}
                  {manager && <Contradictions edition={editionId} />}
                  <LiveFigures figures={figures} />
                  {manager && <DroppedTickets edition={editionId} />}
                  {manager && <Devices edition={editionId} />}
                </Stack>
              )}
            </Loaded>
          ) : (
            <EmptyState icon={IconChartBar} title="La vente n’est pas encore ouverte">
              Les chiffres apparaîtront ici à la première vente.
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}
