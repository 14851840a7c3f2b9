import { Button, Group, Stack, Text } from "@mantine/core";
import { IconClipboardList, IconMailForward } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { formatPhone } from "@/domain/contact";
import { type Edition, editionQuery, hasReached } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { nameOf } from "@/domain/people";
import { daysUntil, formatDate, formatInstant } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { counted, rangesInWords } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { PersonLink } from "@/ui/facts/PersonLink";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import type { Bulk } from "@/ui/table/bulk";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useTableSearch } from "@/ui/table/table-search";
import { useAction } from "@/ui/use-action";
import { type Declaration, declarationsQuery, remindLate } from "./api";
import { isLate, PROGRESS, progressOf, wasRemindedToday } from "./progress";

/** Who has declared what, and reminding those who are late. */
export function DeclarationsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/declarations" });
  const edition = useQuery(editionQuery(editionId));
  const declarations = useQuery(declarationsQuery(editionId));
  return (
    <Loaded query={edition}>
      {(known) => (
        <Page title="Déclarations" lead={leadOf(known)}>
          <Loaded query={declarations}>
            {(all) =>
              all.length === 0 ? (
                <EmptyState
                  icon={IconClipboardList}
                  title="Aucune inscription pour le moment"
                  action={
                    <LinkButton to={paths.registrations} params={{ editionId }}>
                      Voir les inscriptions
                    </LinkButton>
                  }
                >
                  Dès qu’une personne est inscrite, vous suivez ici où en sont ses listes.
                </EmptyState>
              ) : (
                <Declarations edition={known} all={all} />
              )
            }
          </Loaded>
        </Page>
      )}
    </Loaded>
  );
}

function leadOf({ declaration_deadline: deadline }: Edition): string {
  if (deadline == null) return "Où en est chaque déposant.";
  const days = daysUntil(deadline);
  if (days < 0) return `La date limite est passée depuis ${counted(-days, "jour")}.`;
  return `Date limite : ${formatInstant(deadline)}${days > 0 ? `, dans ${counted(days, "jour")}` : ", aujourd’hui"}.`;
}

interface DeclarationsProps {
  readonly edition: Edition;
  readonly all: readonly Declaration[];
}

function Declarations({ edition, all }: DeclarationsProps) {
  const { search } = useTableSearch();
  const refusal = refusalOf(edition);
  const late = all.filter(isLate);
  const due = late.filter((one) => !wasRemindedToday(one));
  const reminding = useReminding(edition);
  const rows = all.filter(
    (one) =>
      search.etat === undefined || (search.etat === "late" ? isLate(one) : progressOf(one) === search.etat),
  );
  const shown = useLocalRows(
    rows,
    columnsOf(edition),
    ({ depositor, numbers }) =>
      `${depositor.first_name} ${depositor.last_name} ${depositor.email} ${depositor.phone ?? ""} ${numbers.join(" ")}`,
  );
  const bulk: Bulk<Declaration> = {
    nameOf: ({ depositor }) => nameOf(depositor),
    refreshes: [keys.edition(edition.id)],
    verbs: [
      {
        label: "Relancer",
        icon: <IconMailForward size={18} aria-hidden />,
        fits: (one) => isLate(one) && !wasRemindedToday(one),
        begin: (some) =>
          reminding.ask(
            some,
            some.map(({ depositor }) => depositor.id),
          ),
      },
    ],
  };
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Text>
          {late.length === 0
            ? "Tout le monde a validé au moins une liste."
            : `${counted(late.length, "personne n’a", "personnes n’ont")} encore rien validé. ${refusal ?? (due.length === 0 ? "Un rappel est parti aujourd’hui." : "")}`}
        </Text>
        {due.length > 0 && refusal === undefined && (
          <Button
            leftSection={<IconMailForward size={18} aria-hidden />}
            loading={reminding.isPending}
            onClick={() => void reminding.ask(late, null)}
          >
            Relancer {counted(due.length, "personne")}
          </Button>
        )}
      </Group>
      <PagedTable
        caption="Déclarations"
        noun={["déposant", "déposants"]}
        searchLabel="Chercher un nom, une adresse, un numéro"
        columns={columnsOf(edition)}
        rows={shown}
        rowKey={({ registration_id }) => registration_id}
        bulk={refusal === undefined ? bulk : undefined}
        filters={
          <FilterSelect
            label="Avancement"
            name="etat"
            all="Tout le monde"
            choices={{ late: "Rien de validé", ...PROGRESS }}
          />
        }
      />
    </Stack>
  );
}

/** Why nobody can be reminded; nothing when it can be done. */
function refusalOf(edition: Edition): string | undefined {
  const over = edition.declaration_deadline != null && Date.now() > Date.parse(edition.declaration_deadline);
  if (edition.is_training) return "Une édition d’entraînement n’envoie pas de courrier.";
  if (over || hasReached(edition, "deposit"))
    return "Les déclarations sont closes : un rappel ne servirait plus.";
  return edition.status === "registrations_open" ? undefined : "Les inscriptions ne sont pas ouvertes.";
}

function useReminding(edition: Edition) {
  const reminding = useAction({
    run: (ids: readonly string[] | null) => remindLate(edition.id, ids),
    done: ({ reminded, told_today, declared, unreachable }) =>
      [
        `${counted(reminded, "rappel part", "rappels partent")}.`,
        ...(told_today > 0
          ? [`${counted(told_today, "personne en a", "personnes en ont")} déjà reçu un aujourd’hui.`]
          : []),
        ...(declared > 0 ? [`${counted(declared, "personne a", "personnes ont")} validé entre-temps.`] : []),
        ...(unreachable > 0
          ? [`${counted(unreachable, "adresse ne reçoit", "adresses ne reçoivent")} pas nos messages.`]
          : []),
      ].join(" "),
    refreshes: [keys.edition(edition.id)],
  });
  /** Says how many get a message, then sends them. */
  const ask = async (some: readonly Declaration[], ids: readonly string[] | null) => {
    const told = some.filter((one) => wasRemindedToday(one)).length;
    const body = [
      `${counted(some.length - told, "personne reçoit", "personnes reçoivent")} un message qui rappelle la date limite.`,
      ...(told > 0
        ? [
            `${counted(told, "personne en a", "personnes en ont")} déjà reçu un aujourd’hui et n’en ${told > 1 ? "reçoivent" : "reçoit"} pas d’autre.`,
          ]
        : []),
    ].join(" ");
    if (await confirm({ title: "Relancer", body, confirm: "Envoyer les rappels" })) reminding.mutate(ids);
  };
  return { ask, isPending: reminding.isPending };
}

const columnsOf = (edition: Edition): readonly Column<Declaration>[] => [
  {
    key: "nom",
    title: "Nom",
    sort: ({ depositor }) => `${depositor.last_name} ${depositor.first_name}`,
    cell: ({ depositor }) => <PersonLink edition={edition.id} person={depositor} />,
  },
  {
    key: "telephone",
    title: "Téléphone",
    cell: ({ depositor }) => (depositor.phone == null ? "" : formatPhone(depositor.phone)),
  },
  {
    key: "numeros",
    title: "Listes",
    sort: ({ numbers }) => numbers[0] ?? 0,
    cell: ({ numbers }) => rangesInWords(numbers),
  },
  {
    key: "etat",
    title: "Avancement",
    plain: true,
    sort: (one) => Object.keys(PROGRESS).indexOf(progressOf(one)),
    cell: (one) => {
      const { tone, words } = PROGRESS[progressOf(one)];
      return <StateBadge tone={tone}>{words}</StateBadge>;
    },
  },
  {
    key: "articles",
    title: "Articles",
    figure: true,
    sort: ({ articles }) => articles,
    cell: ({ articles }) => articles,
  },
  {
    key: "total",
    title: "Demandé",
    figure: true,
    sort: ({ total_cents }) => total_cents,
    cell: ({ total_cents }) => formatCents(total_cents),
  },
  {
    key: "rappel",
    title: "Dernier rappel",
    sort: ({ reminded_at }) => reminded_at ?? "",
    cell: ({ reminded_at }) => (reminded_at == null ? "" : formatDate(reminded_at, "shortDay")),
  },
];
