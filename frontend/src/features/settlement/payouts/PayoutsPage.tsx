import { Alert, Button, Group, List, SegmentedControl, Stack, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCalculator,
  IconCash,
  IconFileDownload,
  IconRefresh,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Edition, editionQuery, hasReached } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { isPaid, isToPay, type Payout, payoutsQuery } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { AdjustDialog } from "@/features/settlement/payouts/dialogs/AdjustDialog";
import { CorrectDialog, standingPayment } from "@/features/settlement/payouts/dialogs/CorrectDialog";
import { useLastCheque } from "@/features/settlement/payouts/dialogs/last-cheque";
import { PayDialog } from "@/features/settlement/payouts/dialogs/PayDialog";
import { TakeBackDialog } from "@/features/settlement/payouts/dialogs/TakeBackDialog";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { download } from "@/lib/server/api";
import { counted } from "@/lib/words";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { useTableSearch } from "@/ui/table/table-search";
import { useAction } from "@/ui/use-action";
import { computePayouts, makeSlips, type Pay, payoutsSummaryQuery, payPayout, slipsPaperQuery } from "./api";
import { DonateButton } from "./DonateButton";
import { PayoutsTable } from "./PayoutsTable";
import { MayChange, MoneySummary } from "./Summary";

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
  const making = useAction({
    run: async () => {
      const { result_url } = await makeSlips(edition);
      await download(result_url, "Reversements.pdf");
    },
    refreshes: [keys.edition(edition)],
  });
  const { data: paper } = useQuery(slipsPaperQuery(edition));
  return (
    <Stack gap={4} align="flex-end">
      <Button
        leftSection={<IconFileDownload size={18} aria-hidden />}
        loading={making.isPending}
        onClick={() => making.mutate()}
      >
        Tous les bordereaux (PDF)
      </Button>
      {paper !== undefined && (
        <Text size="sm" c="gray.7">
          {counted(paper.slips, "bordereau", "bordereaux")}, {counted(paper.sheets, "feuille")} en recto seul
        </Text>
      )}
    </Stack>
  );
}

interface PayoutsProps {
  readonly edition: Edition;
  readonly payouts: readonly Payout[];
}

/** The quick filters, `todo` by default while there is something to pay. */
const FILTERS = {
  todo: "À payer",
  paid: "Payés",
  differ: "Compléments et trop-versés",
  absent: "Absences",
  all: "Tous",
} as const;
type Filter = keyof typeof FILTERS;

const FITS: Readonly<Record<Filter, (payout: Payout) => boolean>> = {
  todo: isToPay,
  paid: isPaid,
  differ: (payout) => payout.state === "supplement" || payout.state === "overpaid",
  absent: (payout) => payout.state === "absent",
  all: () => true,
};

function isFilter(value: unknown): value is Filter {
  return typeof value === "string" && value in FILTERS;
}

/** Puts the keyboard where the next payment begins, once the table shows the new states. */
function focusNextPay(after: string) {
  const buttons = [...document.querySelectorAll<HTMLElement>("[data-pays]")];
  const at = buttons.findIndex((button) => button.dataset.pays === after);
  const others = buttons.filter((button) => button.dataset.pays !== after);
  const next = at < 0 ? others[0] : (buttons[at + 1] ?? others[0]);
  const where = next ?? document.querySelector<HTMLElement>("[data-after-payments] input:checked");
  where?.focus();
}

function Payouts({ edition, payouts }: PayoutsProps) {
  const writable = edition.status === "settlement";
  const { search, change } = useTableSearch();
  const summary = useQuery(payoutsSummaryQuery(edition.id));
  const [paying, setPaying] = useState<Payout>();
  const [correcting, setCorrecting] = useState<Payout>();
  const [takingBack, setTakingBack] = useState<Payout>();
  const [adjusting, setAdjusting] = useState<Payout>();
  const [lastCheque, setLastCheque] = useLastCheque(payouts);
  const confirming = useNothingToPay(edition.id);
  if (payouts.length === 0) {
    return (
      <Stack>
        {summary.data && <MayChange warnings={summary.data.warnings} />}
        <EmptyState
          icon={IconCalculator}
          title="Rien n’est encore calculé"
          action={writable && <ComputeButton edition={edition.id} first />}
        >
          Le calcul additionne les ventes de chaque déposant, retire la commission et les frais. Il suit
          ensuite chaque vente qui arrive ou s’annule.
        </EmptyState>
      </Stack>
    );
  }
  const filter: Filter = isFilter(search.etat) ? search.etat : payouts.some(isToPay) ? "todo" : "all";
  const payment = correcting && standingPayment(correcting);
  return (
    <Stack gap="lg">
      {summary.data && <MoneySummary summary={summary.data} count={payouts.length} />}
      <Differences payouts={payouts} />
      <PayoutsTable
        edition={edition}
        rows={payouts.filter(FITS[filter])}
        pay={(payout) => (payout.to_pay_cents === 0 ? confirming.mutate(payout) : setPaying(payout))}
        correct={setCorrecting}
        adjust={setAdjusting}
        takeBack={setTakingBack}
        filters={
          <SegmentedControl
            size="md"
            maw="100%"
            data-after-payments
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
          payout={payouts.find(({ id }) => id === paying.id) ?? paying}
          lastCheque={lastCheque}
          paid={(cheque) => {
            if (cheque !== undefined) setLastCheque(cheque);
            const { id } = paying;
            window.setTimeout(() => focusNextPay(id), 0);
          }}
          onClose={() => setPaying(undefined)}
        />
      )}
      {correcting !== undefined && payment !== undefined && (
        <CorrectDialog payout={correcting} payment={payment} onClose={() => setCorrecting(undefined)} />
      )}
      {takingBack !== undefined && (
        <TakeBackDialog payout={takingBack} onClose={() => setTakingBack(undefined)} />
      )}
      {adjusting !== undefined && <AdjustDialog payout={adjusting} onClose={() => setAdjusting(undefined)} />}
    </Stack>
  );
}

/** That nothing is owed is confirmed in one click; a mistake is taken back like any payment. */
function useNothingToPay(edition: string) {
  return useAction({
    run: ({ id }: Payout) => payPayout(id, NOTHING),
    done: (_, payout) => {
      focusNextPay(payout.id);
      return `${nameOf(payout.depositor)} : rien à verser, c’est noté.`;
    },
    refreshes: [keys.edition(edition)],
  });
}

const NOTHING: Pay = {
  expected_cents: 0,
  method: "nothing",
  cheque_number: null,
  transfer_date: null,
  unsold_returned: false,
  comment: null,
};

/** Who is owed more than was paid, and who was paid more than is owed, by name. */
function Differences({ payouts }: { readonly payouts: readonly Payout[] }) {
  const differing = payouts.filter(FITS.differ);
  if (differing.length === 0) return null;
  return (
    <Alert color="waiting" icon={<IconAlertTriangle aria-hidden />} title="Payé autrement que ce qui est dû">
      <List size="sm">
        {differing.map((payout) => (
          <List.Item key={payout.id}>
            <strong>{nameOf(payout.depositor)}</strong> :{" "}
            {payout.to_pay_cents > 0
              ? `complément de ${formatExactCents(payout.to_pay_cents)} à verser`
              : `${formatExactCents(-payout.to_pay_cents)} versés en trop`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function ComputeButton({ edition, first = false }: { readonly edition: string; readonly first?: boolean }) {
  const computing = useAction({
    run: () => computePayouts(edition),
    done: ({ payouts, changed, total }) =>
      first
        ? `${counted(payouts, "reversement calculé", "reversements calculés")}, ${formatExactCents(total.net_cents)} en tout.`
        : changed === 0
          ? "Aucun montant n’a changé."
          : `${counted(changed, "montant nouveau", "montants nouveaux")} sur ${payouts}.`,
    refreshes: [keys.edition(edition)],
  });
  return (
    <Button
      variant={first ? "filled" : "default"}
      size={first ? "lg" : "md"}
      leftSection={first ? <IconCalculator size={20} aria-hidden /> : <IconRefresh size={18} aria-hidden />}
      loading={computing.isPending}
      onClick={() => computing.mutate()}
    >
      {first ? "Calculer les reversements" : "Recalculer"}
    </Button>
  );
}
