import { Alert, Button, Group, Paper, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import {
  IconCalculator,
  IconCash,
  IconFileDownload,
  IconHeartHandshake,
  IconRefresh,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { download } from "@/lib/api";
import {
  type Edition,
  editionListsQuery,
  editionQuery,
  hasReached,
  type Payout,
  payoutsQuery,
} from "@/lib/editions";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/confirm";
import { Figures } from "@/ui/Figures";
import { LinkButton } from "@/ui/links";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { useTableSearch } from "@/ui/table-search";
import { computePayouts, makeSlips, recordReturn } from "./api";
import { PayDialog } from "./PayDialog";
import { PayoutsTable } from "./PayoutsTable";
import { isToPay } from "./wording";

/** What each depositor is owed: computed, printed, paid. */
export function PayoutsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/reversements" });
  const edition = useQuery(editionQuery(editionId));
  const settling = edition.data !== undefined && hasReached(edition.data, "settlement");
  const payouts = useQuery({ ...payoutsQuery(editionId), enabled: settling });
  const writable = edition.data?.status === "settlement";
  return (
    <Page
      title="Reversements"
      lead="Calculer, imprimer les bordereaux, payer, rendre les invendus."
      action={writable && payouts.data && payouts.data.length > 0 && <SlipsButton edition={editionId} />}
    >
      <Loaded query={edition}>
        {(found) =>
          settling ? (
            <Loaded query={payouts}>{(all) => <Payouts edition={found} payouts={all} />}</Loaded>
          ) : (
            <EmptyState
              icon={IconCash}
              title="La vente n’est pas terminée"
              action={
                <LinkButton to={paths.edition} params={{ editionId }}>
                  Voir le tableau de bord
                </LinkButton>
              }
            >
              Les reversements se calculent une fois la vente terminée.
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}

function SlipsButton({ edition }: { readonly edition: string }) {
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: async () => {
      const { result_url } = await makeSlips(edition);
      await download(result_url, "Reversements.pdf");
    },
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: ["editions", edition] }),
  });
  return (
    <Button
      leftSection={<IconFileDownload size={18} aria-hidden />}
      loading={making.isPending}
      onClick={() => making.mutate()}
    >
      Tous les bordereaux (PDF)
    </Button>
  );
}

interface PayoutsProps {
  readonly edition: Edition;
  readonly payouts: readonly Payout[];
}

/** The quick filters, `todo` by default while there is something to pay. */
const FILTERS = { todo: "À payer", paid: "Payés", absent: "Absents", all: "Tous" } as const;
type Filter = keyof typeof FILTERS;

const FITS: Readonly<Record<Filter, (payout: Payout) => boolean>> = {
  todo: isToPay,
  paid: (payout) => payout.state === "paid" || payout.state === "closed",
  absent: (payout) => payout.state === "absent",
  all: () => true,
};

function isFilter(value: unknown): value is Filter {
  return typeof value === "string" && value in FILTERS;
}

function Payouts({ edition, payouts }: PayoutsProps) {
  const writable = edition.status === "settlement";
  const { search, change } = useTableSearch();
  const [paying, setPaying] = useState<Payout>();
  const [lastCheque, setLastCheque] = useState("");
  if (payouts.length === 0) {
    return (
      <EmptyState
        icon={IconCalculator}
        title="Rien n’est encore calculé"
        action={writable && <ComputeButton edition={edition.id} first />}
      >
        Le calcul additionne les ventes de chaque déposant, retire la commission et les frais. Vous pourrez
        recalculer tant que rien n’est payé.
      </EmptyState>
    );
  }
  const filter: Filter = isFilter(search.etat) ? search.etat : payouts.some(isToPay) ? "todo" : "all";
  return (
    <Stack gap="lg">
      <Summary payouts={payouts} />
      <PayoutsTable
        edition={edition}
        rows={payouts.filter(FITS[filter])}
        pay={setPaying}
        filters={
          <SegmentedControl
            size="md"
            maw="100%"
            style={{ overflowX: "auto" }}
            value={filter}
            onChange={(etat) => change({ etat })}
            data={Object.entries(FILTERS).map(([value, words]) => ({
              value,
              label: `${words} (${payouts.filter(FITS[value as Filter]).length})`,
            }))}
          />
        }
      />
      {writable && (
        <Group>
          <ComputeButton edition={edition.id} />
          <DonateButton edition={edition.id} />
        </Group>
      )}
      {paying !== undefined && (
        <PayDialog
          payout={paying}
          lastCheque={lastCheque}
          paid={setLastCheque}
          onClose={() => setPaying(undefined)}
        />
      )}
    </Stack>
  );
}

function Summary({ payouts }: { readonly payouts: readonly Payout[] }) {
  const net = (some: readonly Payout[]) => some.reduce((cents, payout) => cents + payout.net_cents, 0);
  const paid = payouts.filter(FITS.paid);
  const waiting = payouts.filter(isToPay);
  const absent = payouts.filter(FITS.absent);
  const commission = payouts.reduce((cents, payout) => cents + payout.commission_cents, 0);
  return (
    <Stack gap="sm">
      <Figures
        figures={[
          {
            label: "À reverser en tout",
            value: formatExactCents(net(payouts)),
            detail: counted(payouts.length, "déposant"),
          },
          {
            label: "Déjà payé",
            value: formatExactCents(net(paid)),
            detail: counted(paid.length, "déposant"),
          },
          {
            label: "Reste à payer",
            value: formatExactCents(net(waiting)),
            detail: counted(waiting.length, "déposant"),
          },
          {
            label: "Commission",
            value: formatExactCents(commission),
            detail: absent.length > 0 ? counted(absent.length, "absent") : undefined,
          },
        ]}
      />
      <Paper>
        <Progress
          size="lg"
          color="good"
          value={(100 * paid.length) / payouts.length}
          aria-label={`${paid.length} reversements payés sur ${payouts.length}`}
        />
        <Text size="sm" c="gray.7" mt={6}>
          {counted(paid.length, "payé")} sur {payouts.length}
        </Text>
      </Paper>
    </Stack>
  );
}

function ComputeButton({ edition, first = false }: { readonly edition: string; readonly first?: boolean }) {
  const queries = useQueryClient();
  const computing = useMutation({
    mutationFn: () => computePayouts(edition),
    onSuccess: ({ payouts, changed, total }) =>
      notifyDone(
        first
          ? `${counted(payouts, "reversement calculé", "reversements calculés")}, ${formatExactCents(total.net_cents)} en tout.`
          : `${counted(changed, "montant nouveau", "montants nouveaux")} sur ${payouts}.`,
      ),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: ["editions", edition] }),
  });
  const different = computing.data?.paid_differently.length ?? 0;
  return (
    <Stack gap="xs">
      <Button
        variant={first ? "filled" : "default"}
        size={first ? "lg" : "md"}
        leftSection={first ? <IconCalculator size={20} aria-hidden /> : <IconRefresh size={18} aria-hidden />}
        loading={computing.isPending}
        onClick={() => computing.mutate()}
      >
        {first ? "Calculer les reversements" : "Recalculer"}
      </Button>
      {different > 0 && (
        <Alert color="waiting">
          {counted(different, "reversement déjà payé a été", "reversements déjà payés ont été")} calculé
          autrement ce jour-là.
        </Alert>
      )}
    </Stack>
  );
}

function DonateButton({ edition }: { readonly edition: string }) {
  const queries = useQueryClient();
  const lists = useQuery(editionListsQuery(edition));
  const sold = (lists.data ?? []).filter((list) => list.state === "reviewed" || list.state === "closed");
  const donating = useMutation({
    mutationFn: () =>
      recordReturn(
        edition,
        sold.map((list) => list.id),
        "donated",
      ),
    onSuccess: ({ articles }) =>
      notifyDone(`${counted(articles, "article noté donné", "articles notés donnés")}.`),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: ["editions", edition] }),
  });
  const ask = async () => {
    const agreed = await confirm({
      title: "Donner les invendus restants",
      body: `Tous les articles encore invendus des ${counted(sold.length, "liste")} de la vente sont notés comme donnés à une association. Ceux qui ont été rendus ne changent pas.`,
      confirm: "Noter comme donnés",
      danger: true,
    });
    if (agreed) donating.mutate();
  };
  return (
    <Button
      variant="default"
      leftSection={<IconHeartHandshake size={18} aria-hidden />}
      disabled={sold.length === 0}
      loading={donating.isPending}
      onClick={() => void ask()}
    >
      Donner les invendus restants
    </Button>
  );
}
