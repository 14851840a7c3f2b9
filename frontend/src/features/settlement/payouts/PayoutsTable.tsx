import { Button, Group, Menu, Text } from "@mantine/core";
import {
  IconArrowBackUp,
  IconDotsVertical,
  IconFileDownload,
  IconMailForward,
  IconPackage,
  IconPackageImport,
  IconPlusMinus,
  IconUserOff,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Edition } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { METHOD_NAMES } from "@/domain/payments";
import type { Payout } from "@/domain/payouts";
import { isToPay, signedCents } from "@/domain/payouts";
import { nameOf } from "@/domain/people";
import { standingPayment } from "@/features/settlement/payouts/dialogs/CorrectDialog";
import { formatDate } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { download } from "@/lib/server/api";
import { counted, rangesInWords } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { PersonLink } from "@/ui/facts/PersonLink";
import { notifyProblem } from "@/ui/notice/notify";
import { StateBadge } from "@/ui/StateBadge";
import type { Bulk } from "@/ui/table/bulk";
import { Cell } from "@/ui/table/Cell";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useAction } from "@/ui/use-action";
import { downloadSlips, markAbsent, recordReturn, remindAbsent } from "./api";
import { PAYOUT_STATES } from "./wording";

interface PayoutsTableProps {
  readonly edition: Edition;
  readonly rows: readonly Payout[];
  readonly filters: ReactNode;
  readonly pay: (payout: Payout) => void;
  readonly correct: (payout: Payout) => void;
  readonly adjust: (payout: Payout) => void;
  readonly takeBack: (payout: Payout) => void;
}

/** What is about to be done about a payout. */
function payWords({ to_pay_cents }: Payout): string {
  return to_pay_cents === 0 ? "Rien à verser" : "Payer";
}

export function PayoutsTable({ edition, rows, filters, pay, correct, adjust, takeBack }: PayoutsTableProps) {
  const settling = edition.status === "settlement";
  const payable = (payout: Payout) => isToPay(payout) || payout.state === "absent";
  const columns: readonly Column<Payout>[] = [
    {
      key: "nom",
      title: "Déposant",
      sort: ({ depositor }) => `${depositor.last_name} ${depositor.first_name}`,
      cell: ({ depositor, lists }) => (
        <Cell
          detail={`${lists.length < 2 ? "liste" : "listes"} ${rangesInWords(lists.map(({ number }) => number))}`}
        >
          <PersonLink edition={edition.id} person={depositor} />
        </Cell>
      ),
    },
    {
      key: "ventes",
      title: "Ventes",
      figure: true,
      sort: ({ gross_cents }) => gross_cents,
      cell: ({ gross_cents }) => formatExactCents(gross_cents),
    },
    {
      key: "retenues",
      title: "Retenues",
      figure: true,
      sort: (row) => row.commission_cents + row.fees_cents,
      cell: (row) => (
        <div>
          {formatExactCents(row.commission_cents + row.fees_cents)}
          {row.fees_due_cents > 0 && (
            <Text size="sm" c="gray.7">
              {formatExactCents(row.fees_due_cents)} non couverts
            </Text>
          )}
        </div>
      ),
    },
    ...(rows.some(({ adjustments_cents }) => adjustments_cents !== 0)
      ? [
          {
            key: "ajustements",
            title: "Ajustements",
            figure: true,
            sort: ({ adjustments_cents }: Payout) => adjustments_cents,
            cell: ({ adjustments_cents }: Payout) =>
              adjustments_cents === 0 ? "" : signedCents(adjustments_cents),
          },
        ]
      : []),
    {
      key: "net",
      title: "À reverser",
      figure: true,
      sort: ({ net_cents }) => net_cents,
      cell: (row) => (
        <div>
          <strong>{formatExactCents(row.net_cents)}</strong>
          {row.paid_cents !== 0 && row.to_pay_cents !== 0 && (
            <Text size="sm" c="gray.7">
              {formatExactCents(row.paid_cents)} versés
            </Text>
          )}
        </div>
      ),
    },
    {
      key: "etat",
      title: "État",
      sort: ({ state }) => state,
      plain: true,
      cell: (row) => <State payout={row} />,
    },
    {
      key: "actions",
      title: "Actions",
      bare: true,
      cell: (row) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {payable(row) && (
            <Button
              size="sm"
              data-pays={row.id}
              onClick={() => pay(row)}
              aria-label={`${payWords(row)} ${row.to_pay_cents === 0 ? "à " : ""}${nameOf(row.depositor)}`}
            >
              {payWords(row)}
            </Button>
          )}
          <RowMenu
            payout={row}
            edition={edition}
            writable={settling}
            correct={correct}
            adjust={adjust}
            takeBack={takeBack}
          />
        </Group>
      ),
    },
  ];
  const shown = useLocalRows(
    rows,
    columns,
    ({ depositor, lists }) =>
      `${depositor.first_name} ${depositor.last_name} ${depositor.phone ?? ""} ${lists.map((list) => list.number).join(" ")}`,
  );
  const printing = useAction({
    run: (ids: string[]) => downloadSlips(edition.id, ids),
    refreshes: [keys.edition(edition.id)],
  });
  const bulk: Bulk<Payout> = {
    nameOf: ({ depositor }) => nameOf(depositor),
    refreshes: [keys.edition(edition.id)],
    verbs: [
      {
        label: "Bordereaux (PDF)",
        icon: <IconFileDownload size={18} aria-hidden />,
        begin: (some) => printing.mutate(some.map(({ id }) => id)),
      },
      {
        label: "Noter l’absence",
        icon: <IconUserOff size={18} aria-hidden />,
        fits: mayBeAbsent,
        begin: async (some, each) => {
          const due = some.reduce((sum, { to_pay_cents }) => sum + to_pay_cents, 0);
          const body = `${counted(some.length, "personne n’est pas venue", "personnes ne sont pas venues")} : ${formatExactCents(due)} restent dus, à faire parvenir plus tard.`;
          if (await confirm({ title: "Noter l’absence", body, confirm: "Noter l’absence" }))
            each(({ id }) => markAbsent(id));
        },
      },
      {
        label: "Relancer par e-mail",
        icon: <IconMailForward size={18} aria-hidden />,
        fits: ({ state }) => state === "absent",
        begin: async (some, each) => {
          const body = `Un message part pour ${counted(some.length, "personne absente", "personnes absentes")}.`;
          if (await confirm({ title: "Relancer par e-mail", body, confirm: "Relancer" }))
            each(({ id }) => remindAbsent(id));
        },
      },
      {
        label: "Invendus rendus",
        icon: <IconPackage size={18} aria-hidden />,
        begin: async (some, each) => {
          const body = `Les invendus de ${counted(some.length, "personne", "personnes")} sont notés comme rendus.`;
          if (await confirm({ title: "Invendus rendus", body, confirm: "Noter comme rendus" }))
            each(({ lists }) =>
              recordReturn(
                edition.id,
                lists.map(({ id }) => id),
              ),
            );
        },
      },
    ],
  };
  return (
    <PagedTable
      caption="Reversements"
      noun={["reversement", "reversements"]}
      searchLabel="Chercher un nom ou un numéro"
      columns={columns}
      rows={shown}
      rowKey={({ id }) => id}
      filters={filters}
      open={(row) => payable(row) && pay(row)}
      bulk={settling ? bulk : undefined}
    />
  );
}

/** Whoever has a slip that nobody fetched. */
function mayBeAbsent({ state }: Payout): boolean {
  return state === "slip_ready" || state === "supplement";
}

function State({ payout }: { readonly payout: Payout }) {
  const { words, tone } = PAYOUT_STATES[payout.state];
  const how = payout.method
    ? `${METHOD_NAMES[payout.method]}${payout.cheque_number ? ` n° ${payout.cheque_number}` : ""}${payout.paid_at ? `, ${formatDate(payout.paid_at, "shortDay")}` : ""}`
    : undefined;
  const facts = [
    ...(how ? [how] : []),
    ...(payout.returned > 0 ? [counted(payout.returned, "invendu rendu", "invendus rendus")] : []),
    ...(payout.prices_undecided > 0
      ? [counted(payout.prices_undecided, "prix à décider", "prix à décider")]
      : []),
  ];
  return (
    <Group gap="4px 8px">
      <StateBadge tone={tone}>{words}</StateBadge>
      {facts.length > 0 && (
        <Text size="sm" c="gray.7">
          {facts.join(" · ")}
        </Text>
      )}
    </Group>
  );
}

interface RowMenuProps {
  readonly payout: Payout;
  readonly edition: Edition;
  readonly writable: boolean;
  readonly correct: (payout: Payout) => void;
  readonly adjust: (payout: Payout) => void;
  readonly takeBack: (payout: Payout) => void;
}

function RowMenu({ payout, edition, writable, correct, adjust, takeBack }: RowMenuProps) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.edition(edition.id) });
  const name = nameOf(payout.depositor);
  const absence = useAction({
    run: () => markAbsent(payout.id),
    done: () => `${name} : absence notée.`,
    refreshes: [keys.edition(edition.id)],
  });
  const reminding = useAction({
    run: () => remindAbsent(payout.id),
    done: () => `Un message part pour ${name}.`,
  });
  const returning = useAction({
    run: () =>
      recordReturn(
        edition.id,
        payout.lists.map((list) => list.id),
      ),
    done: ({ articles }) => `${counted(articles, "invendu rendu", "invendus rendus")} à ${name}.`,
    refreshes: [keys.edition(edition.id)],
  });
  const askAbsent = async () => {
    const body = `${name} : ${formatExactCents(payout.to_pay_cents)} restent dus, à faire parvenir plus tard.`;
    if (await confirm({ title: "Noter l’absence", body, confirm: "Noter l’absence" })) absence.mutate();
  };
  const slip = () =>
    download(`/api/v1/payouts/${payout.id}/slip.pdf`, "Reversement.pdf").then(refresh).catch(notifyProblem);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="dark"
          px="xs"
          aria-label={`Autres actions pour ${name}`}
          loading={absence.isPending || returning.isPending}
        >
          <IconDotsVertical size={20} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileDownload size={18} aria-hidden />} onClick={() => void slip()}>
          Bordereau (PDF)
        </Menu.Item>
        {writable && (
          <Menu.Item leftSection={<IconPackage size={18} aria-hidden />} onClick={() => returning.mutate()}>
            Invendus rendus
          </Menu.Item>
        )}
        {writable && payout.returned > 0 && (
          <Menu.Item
            leftSection={<IconPackageImport size={18} aria-hidden />}
            onClick={() => takeBack(payout)}
          >
            Reprendre les invendus rendus
          </Menu.Item>
        )}
        {standingPayment(payout) !== undefined && (
          <Menu.Item leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={() => correct(payout)}>
            Corriger le paiement
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPlusMinus size={18} aria-hidden />} onClick={() => adjust(payout)}>
          Ajuster le montant
        </Menu.Item>
        {writable && payout.state === "to_generate" && (
          <Menu.Item disabled leftSection={<IconUserOff size={18} aria-hidden />}>
            Noter l’absence : faites d’abord le bordereau
          </Menu.Item>
        )}
        {writable && mayBeAbsent(payout) && (
          <Menu.Item leftSection={<IconUserOff size={18} aria-hidden />} onClick={() => void askAbsent()}>
            Noter l’absence
          </Menu.Item>
        )}
        {payout.state === "absent" && (
          <Menu.Item
            leftSection={<IconMailForward size={18} aria-hidden />}
            onClick={() => reminding.mutate()}
          >
            Relancer par e-mail
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
