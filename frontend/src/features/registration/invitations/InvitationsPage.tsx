import { Group } from "@mantine/core";
import { IconMailFast, IconMailForward, IconMailOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Edition, editionQuery, isReadOnly, registrationsQuery } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { nameOf } from "@/domain/people";
import { formatDate, formatInstant } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { PersonLink } from "@/ui/facts/PersonLink";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import type { Bulk } from "@/ui/table/bulk";
import { Cell } from "@/ui/table/Cell";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useTableSearch } from "@/ui/table/table-search";
import { cancelInvitation, type Invitation, invitationsQuery, resendInvitation } from "./api";
import { InvitationActions } from "./InvitationActions";
import { InvitationsBar } from "./InvitationsBar";
import { INVITATION_STATES, mayCancel, mayResend, wasOpened } from "./wording";

/** Who was invited, and how far they are; also those without a registration. */
export function InvitationsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/invitations" });
  const edition = useQuery(editionQuery(editionId));
  const invitations = useQuery(invitationsQuery(editionId));
  return (
    <Page title="Invitations" lead="Les messages qui ouvrent les comptes : partis, utilisés, expirés.">
      <Loaded query={edition}>
        {(known) => (
          <>
            <InvitationsBar edition={known} />
            <Loaded query={invitations}>
              {(all) =>
                all.length === 0 ? (
                  <EmptyState
                    icon={IconMailFast}
                    title="Aucune invitation"
                    action={
                      <LinkButton to={paths.registrations} params={{ editionId }}>
                        Voir les inscriptions
                      </LinkButton>
                    }
                  >
                    Une invitation part pour chaque personne inscrite ou importée qui n’a pas encore de
                    compte.
                  </EmptyState>
                ) : (
                  <InvitationsTable edition={known} all={all} />
                )
              }
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface InvitationsTableProps {
  readonly edition: Edition;
  readonly all: readonly Invitation[];
}

function InvitationsTable({ edition, all }: InvitationsTableProps) {
  const { search } = useTableSearch();
  const registrations = useQuery(registrationsQuery(edition.id));
  const registered = new Set(registrations.data?.map(({ depositor }) => depositor.id));
  const rows = all.filter(
    (one) =>
      (search.etat === undefined || one.state === search.etat) &&
      (search.ouverture === undefined || wasOpened(one) === (search.ouverture === "oui")) &&
      (search.inscription === undefined || registered.has(one.user_id) === (search.inscription === "oui")),
  );
  const columns: readonly Column<Invitation>[] = [
    {
      key: "nom",
      title: "Nom",
      sort: ({ last_name, first_name, email }) => `${last_name} ${first_name}`.trim() || email,
      cell: (one) => (
        <Cell detail={one.email}>
          <PersonLink edition={edition.id} person={{ ...one, id: one.user_id }} />
        </Cell>
      ),
    },
    {
      key: "etat",
      title: "État",
      plain: true,
      sort: ({ state }) => state,
      cell: ({ state }) => (
        <StateBadge tone={INVITATION_STATES[state].tone}>{INVITATION_STATES[state].words}</StateBadge>
      ),
    },
    {
      key: "envoi",
      title: "Envoi",
      sort: ({ sent_at, created_at }) => sent_at ?? created_at,
      cell: ({ sent_at, opened_at }) => (
        <Cell {...(opened_at != null && { detail: `Ouverte le ${formatDate(opened_at, "shortDay")}` })}>
          {sent_at == null ? "Pas encore" : formatInstant(sent_at)}
        </Cell>
      ),
    },
    {
      key: "fin",
      title: "Lien",
      sort: ({ expires_at }) => expires_at,
      cell: (one) => linkWords(one),
    },
    {
      key: "inscription",
      title: "Inscription",
      cell: ({ user_id }) =>
        registrations.data === undefined ? "" : registered.has(user_id) ? "Oui" : "Sans inscription",
    },
    {
      key: "actions",
      title: "Actions",
      bare: true,
      cell: (one) => <InvitationActions edition={edition} invitation={one} />,
    },
  ];
  const shown = useLocalRows(
    rows,
    columns,
    ({ first_name, last_name, email }) => `${first_name} ${last_name} ${email}`,
  );
  const bulk: Bulk<Invitation> = {
    nameOf,
    refreshes: [keys.edition(edition.id)],
    verbs: [
      {
        label: "Renvoyer",
        icon: <IconMailForward size={18} aria-hidden />,
        fits: (one) => mayResend(edition, one),
        begin: async (some, each) => {
          const body = `${counted(some.length, "personne reçoit", "personnes reçoivent")} un nouveau lien, valable 7 jours. L’ancien ne fonctionne plus.`;
          if (await confirm({ title: "Renvoyer les invitations", body, confirm: "Renvoyer" }))
            each(({ id }) => resendInvitation(edition.id, id));
        },
      },
      {
        label: "Annuler les invitations",
        icon: <IconMailOff size={18} aria-hidden />,
        danger: true,
        fits: (one) => mayCancel(edition, one),
        begin: async (some, each) => {
          const title = "Annuler les invitations";
          const body = `${counted(some.length, "lien ne fonctionne", "liens ne fonctionnent")} plus. Vous pourrez en envoyer d’autres.`;
          if (await confirm({ title, body, confirm: title, danger: true }))
            each(({ id }) => cancelInvitation(edition.id, id));
        },
      },
    ],
  };
  return (
    <PagedTable
      caption="Invitations"
      noun={["invitation", "invitations"]}
      searchLabel="Chercher un nom ou une adresse"
      columns={columns}
      rows={shown}
      rowKey={({ id }) => id}
      bulk={isReadOnly(edition) || edition.is_training ? undefined : bulk}
      filters={
        <Group gap="sm">
          <FilterSelect label="État" name="etat" all="Tous les états" choices={INVITATION_STATES} />
          <FilterSelect
            label="Ouverture"
            name="ouverture"
            all="Ouvertes ou non"
            choices={{ oui: "Ouvertes", non: "Jamais ouvertes" }}
          />
          <FilterSelect
            label="Inscription"
            name="inscription"
            all="Avec ou sans inscription"
            choices={{ oui: "Avec inscription", non: "Sans inscription" }}
          />
        </Group>
      }
    />
  );
}

/** Until when the link works, or what ended it. */
function linkWords({ state, expires_at, used_at }: Invitation): string {
  if (used_at != null) return `Utilisé ${formatInstant(used_at)}`;
  if (state === "cancelled") return "Ne fonctionne plus";
  if (state === "expired") return `Expiré le ${formatDate(expires_at, "shortDay")}`;
  return `Valable jusqu’au ${formatDate(expires_at, "shortDay")}`;
}
