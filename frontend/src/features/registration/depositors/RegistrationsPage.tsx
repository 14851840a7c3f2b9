import { Button, Group, Menu, Text } from "@mantine/core";
import {
  IconDotsVertical,
  IconMailForward,
  IconReplace,
  IconTrash,
  IconUserPlus,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import {
  type Edition,
  editionQuery,
  hasReached,
  isReadOnly,
  type Registration,
  registrationsQuery,
  slotsQuery,
} from "@/domain/editions";
import { keys } from "@/domain/keys";
import { LIST_TYPES } from "@/domain/lists";
import { nameOf } from "@/domain/people";
import { resendInvitation } from "@/features/registration/invitations/api";
import { InvitationsBar } from "@/features/registration/invitations/InvitationsBar";
import { mayResend } from "@/features/registration/invitations/wording";
import { formatShortInstant, formatShortSpan } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { counted, rangesInWords } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { PersonLink } from "@/ui/facts/PersonLink";
import { LinkButton, TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { EmptyState, Loaded } from "@/ui/states";
import type { Bulk, Each } from "@/ui/table/bulk";
import { Cell } from "@/ui/table/Cell";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useTableSearch } from "@/ui/table/table-search";
import { useAction } from "@/ui/use-action";
import type { Moved } from "./MoveDialog";
import { useRemoval } from "./use-removal";
import { accountWords, mayRegister, maySlotsChange } from "./wording";

const RegisterDialog = lazy(() =>
  import("./RegisterDialog").then((module) => ({ default: module.RegisterDialog })),
);
const MoveDialog = lazy(() => import("./MoveDialog").then((module) => ({ default: module.MoveDialog })));

/** Who takes part in the edition: slot, lists, account. */
export function RegistrationsPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/inscriptions" });
  const registrations = useQuery(registrationsQuery(editionId));
  const edition = useQuery(editionQuery(editionId));
  const [adding, setAdding] = useState(false);
  const [moved, setMoved] = useState<Moved>();
  return (
    <Page
      title="Inscriptions"
      lead={
        edition.data !== undefined && hasReached(edition.data, "deposit")
          ? "Les déposants de cette édition. Le dépôt est ouvert : les inscriptions ne changent plus."
          : "Les déposants de cette édition, leur créneau et leurs numéros."
      }
      action={
        edition.data !== undefined &&
        mayRegister(edition.data) && (
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            Inscrire quelqu’un
          </Button>
        )
      }
    >
      {edition.data !== undefined && <InvitationsBar edition={edition.data} />}
      <Loaded query={registrations}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={IconUsersGroup}
              title="Aucune inscription pour le moment"
              action={
                <LinkButton to={paths.billetweb} params={{ editionId }}>
                  Importer de Billetweb
                </LinkButton>
              }
            >
              Importez l’export de Billetweb : chacun reçoit son invitation et ses numéros de liste.
            </EmptyState>
          ) : (
            edition.data && (
              <RegistrationsTable
                edition={edition.data}
                all={all}
                move={maySlotsChange(edition.data) ? setMoved : undefined}
              />
            )
          )
        }
      </Loaded>
      <Suspense>
        {adding && <RegisterDialog edition={editionId} onClose={() => setAdding(false)} />}
        {moved !== undefined && (
          <MoveDialog edition={editionId} moved={moved} onClose={() => setMoved(undefined)} />
        )}
      </Suspense>
    </Page>
  );
}

interface RegistrationsTableProps {
  readonly edition: Edition;
  readonly all: readonly Registration[];
  /** Absent once slots do not change any more. */
  readonly move: ((moved: Moved) => void) | undefined;
}

function RegistrationsTable({ edition, all, move }: RegistrationsTableProps) {
  const { search } = useTableSearch();
  const navigate = useNavigate();
  const slots = useQuery(slotsQuery(edition.id));
  const rows = all.filter(
    (one) =>
      (search.creneau === undefined || one.slot.id === search.creneau) &&
      (search.type === undefined || one.list_type === search.type) &&
      (search.compte === undefined || one.depositor.state === search.compte),
  );
  const columns: readonly Column<Registration>[] = [
    {
      key: "nom",
      title: "Nom",
      sort: ({ depositor }) => `${depositor.last_name} ${depositor.first_name}`,
      cell: ({ depositor }) => (
        <Cell detail={depositor.email}>
          <PersonLink edition={edition.id} person={depositor} />
        </Cell>
      ),
    },
    {
      key: "creneau",
      title: "Créneau",
      sort: ({ slot }) => slot.starts_at,
      cell: ({ slot }) => formatShortSpan(slot.starts_at, slot.ends_at),
    },
    {
      key: "numeros",
      title: "Listes",
      sort: ({ numbers }) => numbers[0] ?? 0,
      cell: ({ numbers }) => rangesInWords(numbers),
    },
    {
      key: "type",
      title: "Type",
      sort: ({ list_type }) => list_type,
      cell: ({ list_type }) => LIST_TYPES[list_type],
    },
    {
      key: "compte",
      title: "Compte",
      plain: true,
      sort: ({ depositor }) => depositor.state,
      cell: (one) => {
        const { tone, words } = accountWords(one);
        return <StateBadge tone={tone}>{words}</StateBadge>;
      },
    },
    {
      key: "actions",
      title: "Actions",
      bare: true,
      cell: (one) => (
        <RowMenu edition={edition} registration={one} move={move && (() => move({ registrations: [one] }))} />
      ),
    },
  ];
  const shown = useLocalRows(
    rows,
    columns,
    ({ depositor, numbers }) =>
      `${depositor.first_name} ${depositor.last_name} ${depositor.email} ${depositor.phone ?? ""} ${numbers.join(" ")}`,
  );
  const bulk: Bulk<Registration> = {
    nameOf: ({ depositor }) => nameOf(depositor),
    refreshes: [keys.edition(edition.id)],
    verbs: [
      {
        label: "Renvoyer l’invitation",
        icon: <IconMailForward size={18} aria-hidden />,
        fits: ({ invitation }) => invitation != null && mayResend(edition, invitation),
        begin: async (some, each) => {
          const body = `${counted(some.length, "personne reçoit", "personnes reçoivent")} un nouveau message avec un nouveau lien ; l’ancien ne marche plus.`;
          if (await confirm({ title: "Renvoyer l’invitation", body, confirm: "Renvoyer" }))
            each(({ invitation }) => resendInvitation(edition.id, invitation?.id ?? ""));
        },
      },
      ...(move === undefined
        ? []
        : [
            {
              label: "Changer de créneau",
              icon: <IconReplace size={18} aria-hidden />,
              begin: ([first, ...others]: readonly Registration[], each: Each<Registration>) =>
                first && move({ registrations: [first, ...others], each }),
            },
          ]),
    ],
  };
  return (
    <>
      {shown.found === 0 && search.q !== undefined && (
        <Text>
          Une personne invitée mais pas encore inscrite se trouve dans les{" "}
          <TextLink
            to={paths.invitations}
            params={{ editionId: edition.id }}
            search={{ q: search.q } as never}
          >
            invitations
          </TextLink>
          .
        </Text>
      )}
      <PagedTable
        caption="Inscriptions"
        noun={["inscription", "inscriptions"]}
        searchLabel="Chercher un nom, une adresse, un numéro"
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
        bulk={isReadOnly(edition) ? undefined : bulk}
        open={({ depositor }) =>
          void navigate({ to: paths.depositor, params: { editionId: edition.id, userId: depositor.id } })
        }
        filters={
          <Group gap="sm" style={{ flex: "2 1 300px" }}>
            <FilterSelect
              label="Créneau"
              name="creneau"
              all="Tous les créneaux"
              choices={Object.fromEntries(
                (slots.data ?? []).map(({ id, starts_at }) => [id, formatShortInstant(starts_at)]),
              )}
            />
            <FilterSelect label="Type de liste" name="type" all="Tous les types" choices={LIST_TYPES} />
            <FilterSelect
              label="Compte"
              name="compte"
              all="Tous les comptes"
              choices={{ invited: "Pas encore activés", active: "Activés" }}
            />
          </Group>
        }
      />
    </>
  );
}

interface RowMenuProps {
  readonly edition: Edition;
  readonly registration: Registration;
  readonly move: (() => void) | undefined;
}

function RowMenu({ edition, registration, move }: RowMenuProps) {
  const name = nameOf(registration.depositor);
  const { invitation } = registration;
  const resending = useAction({
    run: (id: string) => resendInvitation(edition.id, id),
    done: () => `Une nouvelle invitation part pour ${name}.`,
    refreshes: [keys.edition(edition.id)],
  });
  const removal = useRemoval(edition, registration);
  const resendable = invitation && mayResend(edition, invitation);
  if (move === undefined && !resendable && removal.refusal !== undefined) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="dark"
          px="xs"
          aria-label={`Actions pour ${name}`}
          loading={resending.isPending || removal.isPending}
        >
          <IconDotsVertical size={20} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {move !== undefined && (
          <Menu.Item leftSection={<IconReplace size={18} aria-hidden />} onClick={move}>
            Changer de créneau
          </Menu.Item>
        )}
        {resendable && (
          <Menu.Item
            leftSection={<IconMailForward size={18} aria-hidden />}
            onClick={() => resending.mutate(invitation.id)}
          >
            Renvoyer l’invitation
          </Menu.Item>
        )}
        {removal.refusal === undefined && (
          <Menu.Item
            color="bad"
            leftSection={<IconTrash size={18} aria-hidden />}
            onClick={() => void removal.ask()}
          >
            Désinscrire
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
