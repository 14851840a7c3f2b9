import { Button, Group, Menu, Text } from "@mantine/core";
import {
  IconDotsVertical,
  IconFileDownload,
  IconMailForward,
  IconPackage,
  IconUserOff,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { download } from "@/lib/api";
import { formatDate } from "@/lib/dates";
import type { Edition, Payout } from "@/lib/editions";
import { formatExactCents } from "@/lib/money";
import { hasRole, useIdentity } from "@/lib/session";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { StateBadge } from "@/ui/StateBadge";
import { markAbsent, recordReturn, remindAbsent } from "./api";
import { METHODS, nameOf, PAYOUT_STATES } from "./wording";

interface PayoutsTableProps {
  readonly edition: Edition;
  readonly rows: readonly Payout[];
  readonly filters: ReactNode;
  readonly pay: (payout: Payout) => void;
}

export function PayoutsTable({ edition, rows, filters, pay }: PayoutsTableProps) {
  const admin = hasRole(useIdentity(), "admin");
  const settling = edition.status === "settlement";
  const payable = (payout: Payout) =>
    settling
      ? payout.state === "slip_ready" || payout.state === "to_generate" || payout.state === "absent"
      : admin && edition.status === "closed" && payout.state === "absent";
  const columns: readonly Column<Payout>[] = [
    {
      key: "nom",
      title: "Déposant",
      sort: ({ depositor }) => `${depositor.last_name} ${depositor.first_name}`,
      cell: ({ depositor, lists }) => (
        <div>
          <Text fw={600}>{nameOf(depositor)}</Text>
          <Text size="sm" c="gray.7">
            {counted(lists.length, "liste")} : {lists.map((list) => list.number).join(", ")}
          </Text>
        </div>
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
      cell: (row) => formatExactCents(row.commission_cents + row.fees_cents),
    },
    {
      key: "net",
      title: "À reverser",
      figure: true,
      sort: ({ net_cents }) => net_cents,
      cell: ({ net_cents }) => <strong>{formatExactCents(net_cents)}</strong>,
    },
    {
      key: "etat",
      title: "État",
      sort: ({ state }) => state,
      cell: (row) => <State payout={row} />,
    },
    {
      key: "actions",
      title: "Actions",
      bare: true,
      cell: (row) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {payable(row) && (
            <Button size="sm" onClick={() => pay(row)} aria-label={`Payer ${nameOf(row.depositor)}`}>
              Payer
            </Button>
          )}
          <RowMenu payout={row} edition={edition} writable={settling} />
        </Group>
      ),
    },
  ];
  return (
    <DataTable
      caption="Reversements"
      noun={["reversement", "reversements"]}
      searchLabel="Chercher un nom ou un numéro"
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      text={({ depositor, lists }) =>
        `${depositor.first_name} ${depositor.last_name} ${depositor.phone ?? ""} ${lists.map((list) => list.number).join(" ")}`
      }
      filters={filters}
    />
  );
}

function State({ payout }: { readonly payout: Payout }) {
  const { words, tone } = PAYOUT_STATES[payout.state];
  const how = payout.method
    ? `${METHODS[payout.method]}${payout.cheque_number ? ` n° ${payout.cheque_number}` : ""}${payout.paid_at ? `, ${formatDate(payout.paid_at, "shortDay")}` : ""}`
    : undefined;
  return (
    <div>
      <StateBadge tone={tone}>{words}</StateBadge>
      {how && (
        <Text size="sm" c="gray.7">
          {how}
        </Text>
      )}
    </div>
  );
}

interface RowMenuProps {
  readonly payout: Payout;
  readonly edition: Edition;
  readonly writable: boolean;
}

function RowMenu({ payout, edition, writable }: RowMenuProps) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["editions", edition.id] });
  const name = nameOf(payout.depositor);
  const absence = useMutation({
    mutationFn: () => markAbsent(payout.id),
    onSuccess: () => notifyDone(`${name} est noté absent.`),
    onError: notifyProblem,
    onSettled: refresh,
  });
  const reminding = useMutation({
    mutationFn: () => remindAbsent(payout.id),
    onSuccess: () => notifyDone(`Un message part pour ${name}.`),
    onError: notifyProblem,
  });
  const returning = useMutation({
    mutationFn: () =>
      recordReturn(
        edition.id,
        payout.lists.map((list) => list.id),
        "returned",
      ),
    onSuccess: ({ articles }) =>
      notifyDone(`${counted(articles, "invendu rendu", "invendus rendus")} à ${name}.`),
    onError: notifyProblem,
    onSettled: refresh,
  });
  const askAbsent = async () => {
    const body = `${name} n’est pas venu : ses ${formatExactCents(payout.net_cents)} restent dus, à lui faire parvenir plus tard.`;
    if (await confirm({ title: "Noter absent", body, confirm: "Noter absent" })) absence.mutate();
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
        {writable && payout.state === "slip_ready" && (
          <Menu.Item leftSection={<IconUserOff size={18} aria-hidden />} onClick={() => void askAbsent()}>
            Noter absent
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
