import { Alert, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { tellGivenBack } from "@/features/sale/refund/tell-given-back";
import { useRefundDrawer } from "@/features/sale/refund/use-refund-drawer";
import { formatHour } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { notifyDone } from "@/ui/notice/notify";
import { Loaded } from "@/ui/states";
import { type Claim, type Conflict, conflictsQuery, settleConflict } from "./api";

/** Articles that several tills sold while the network was down: the first sale counts, the others are settled here. */
export function Conflicts({ edition }: { readonly edition: string }) {
  const conflicts = useQuery(conflictsQuery(edition));
  const [asked, setAsked] = useState<{ readonly conflict: Conflict; readonly how: "refund" | "keep" }>();
  return (
    <Loaded query={conflicts}>
      {(all) => (
        <Paper p="lg" component="section">
          <Title order={2}>Conflits à régler</Title>
          <Text c="gray.7" mb="md">
            Le même article vendu par plusieurs caisses. La première vente compte ; choisissez quoi faire des
            autres.
          </Text>
          <Stack>
            {all
              .filter((conflict) => conflict.settled == null)
              .map((conflict) => (
                <ConflictCard
                  key={conflict.id}
                  conflict={conflict}
                  decide={(how) => setAsked({ conflict, how })}
                />
              ))}
          </Stack>
          {asked !== undefined && (
            <SettleDialog {...asked} edition={edition} onClose={() => setAsked(undefined)} />
          )}
        </Paper>
      )}
    </Loaded>
  );
}

interface SettleDialogProps {
  readonly conflict: Conflict;
  readonly how: "refund" | "keep";
  readonly edition: string;
  readonly onClose: () => void;
}

function SettleDialog({ conflict, how, edition, onClose }: SettleDialogProps) {
  const queries = useQueryClient();
  const drawer = useRefundDrawer();
  return (
    <ReasonDialog
      title={how === "refund" ? "Rembourser le client" : "Garder la somme"}
      body={effectOf(conflict, how)}
      confirm={how === "refund" ? "Rembourser" : "Garder la somme"}
      send={async (reason) => {
        const back = await drawer.giving((refund_session_id) =>
          settleConflict(conflict.id, { how, reason, refund_session_id }),
        );
        if (back.length === 0) notifyDone("Le conflit est réglé.");
        else tellGivenBack(back);
        await queries.invalidateQueries({ queryKey: keys.edition(edition) });
      }}
      onClose={onClose}
    >
      {drawer.field}
    </ReasonDialog>
  );
}

function openClaims(conflict: Conflict): readonly Claim[] {
  return conflict.others.filter((claim) => !claim.cancelled);
}

function effectOf(conflict: Conflict, how: "refund" | "keep"): string {
  const claims = openClaims(conflict);
  const sum = formatExactCents(claims.reduce((cents, claim) => cents + claim.price_cents, 0));
  const sales = counted(claims.length, "vente en trop", "ventes en trop");
  const cancelled = counted(claims.length, "vente en trop annulée", "ventes en trop annulées");
  return how === "refund"
    ? `« ${conflict.description} » : ${cancelled}, ${sum} à rendre, comme le client a payé.`
    : `${sales} de « ${conflict.description} » : l’association garde ${sum}. Le déposant n’est payé qu’une fois.`;
}

interface ConflictCardProps {
  readonly conflict: Conflict;
  readonly decide: (how: "refund" | "keep") => void;
}

function ConflictCard({ conflict, decide }: ConflictCardProps) {
  return (
    <Alert
      color="waiting"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${conflict.code} · ${conflict.description}`}
    >
      <Stack gap="xs">
        {conflict.effective && <Text>Compte : {claimWords(conflict.effective)}</Text>}
        {openClaims(conflict).map((claim) => (
          <Text key={`${claim.ticket_id}-${claim.line}`}>En trop : {claimWords(claim)}</Text>
        ))}
        <Group gap="sm" mt="xs">
          <Button variant="white" onClick={() => decide("refund")}>
            Rembourser
          </Button>
          <Button variant="white" onClick={() => decide("keep")}>
            Garder la somme
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function claimWords(claim: Claim): string {
  return `caisse ${claim.register_number}, ${claim.seller}, à ${formatHour(claim.sold_at)}, ticket ${claim.ticket_number}, ${formatExactCents(claim.price_cents)}`;
}
