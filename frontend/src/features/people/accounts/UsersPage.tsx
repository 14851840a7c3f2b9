import { Button, Group, Menu, Text } from "@mantine/core";
import {
  IconDotsVertical,
  IconEraser,
  IconLogout,
  IconMailForward,
  IconUserCheck,
  IconUserOff,
  IconUserPlus,
  IconUserShield,
  IconUsersPlus,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { keys } from "@/domain/keys";
import { nameOf, ROLE_NAMES } from "@/domain/people";
import { hasRole, useIdentity } from "@/lib/server/session";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { Page } from "@/ui/Page";
import { StateBadge } from "@/ui/StateBadge";
import { Loaded } from "@/ui/states";
import type { Bulk } from "@/ui/table/bulk";
import { FilterSelect } from "@/ui/table/FilterSelect";
import { PagedTable } from "@/ui/table/PagedTable";
import { type Column, useLocalRows } from "@/ui/table/rows";
import { useTableSearch } from "@/ui/table/table-search";
import { useAction } from "@/ui/use-action";
import {
  changeUser,
  eraseUser,
  revokeSessions,
  sendFirstLink,
  type User,
  unlockUser,
  usersQuery,
} from "./api";
import { ACCOUNT_STATES } from "./wording";

const InviteDialog = lazy(() =>
  import("./InviteDialog").then((module) => ({ default: module.InviteDialog })),
);
const InviteManyDialog = lazy(() =>
  import("./InviteManyDialog").then((module) => ({ default: module.InviteManyDialog })),
);
const RoleDialog = lazy(() => import("./RoleDialog").then((module) => ({ default: module.RoleDialog })));

/** Every account; admins make volunteers and managers here. */
export function UsersPage() {
  const admin = hasRole(useIdentity(), "admin");
  const users = useQuery(usersQuery());
  const [inviting, setInviting] = useState<"one" | "many">();
  const [changed, setChanged] = useState<User>();
  return (
    <Page
      title="Comptes"
      lead="Qui peut ouvrir l’application, et pour quoi faire."
      action={
        admin && (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconUsersPlus size={18} aria-hidden />}
              onClick={() => setInviting("many")}
            >
              Inviter plusieurs personnes
            </Button>
            <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setInviting("one")}>
              Inviter quelqu’un
            </Button>
          </Group>
        )
      }
    >
      <Loaded query={users}>{(all) => <UsersTable all={all} admin={admin} changeRole={setChanged} />}</Loaded>
      <Suspense>
        {inviting === "one" && <InviteDialog onClose={() => setInviting(undefined)} />}
        {inviting === "many" && <InviteManyDialog onClose={() => setInviting(undefined)} />}
        {changed !== undefined && <RoleDialog user={changed} onClose={() => setChanged(undefined)} />}
      </Suspense>
    </Page>
  );
}

interface UsersTableProps {
  readonly all: readonly User[];
  readonly admin: boolean;
  readonly changeRole: (user: User) => void;
}

function UsersTable({ all, admin, changeRole }: UsersTableProps) {
  const { search } = useTableSearch();
  const rows = all.filter((user) => search.role === undefined || user.role === search.role);
  const columns: readonly Column<User>[] = [
    {
      key: "nom",
      title: "Nom",
      sort: (user) => `${user.last_name} ${user.first_name}`,
      cell: (user) => <Text fw={600}>{nameOf(user)}</Text>,
    },
    { key: "email", title: "Adresse", sort: ({ email }) => email, cell: ({ email }) => email },
    { key: "role", title: "Rôle", sort: ({ role }) => role, cell: ({ role }) => ROLE_NAMES[role] },
    {
      key: "etat",
      title: "Compte",
      plain: true,
      sort: ({ state }) => state,
      cell: (user) => {
        const { words, tone } = ACCOUNT_STATES[user.state];
        return (
          <Group gap="xs">
            <StateBadge tone={tone}>{words}</StateBadge>
            {user.locked && <Locked user={user} />}
          </Group>
        );
      },
    },
    ...(admin
      ? [
          {
            key: "actions",
            title: "Actions",
            bare: true,
            cell: (user: User) => <RowMenu user={user} changeRole={() => changeRole(user)} />,
          },
        ]
      : []),
  ];
  const shown = useLocalRows(rows, columns, (user) => `${user.first_name} ${user.last_name} ${user.email}`);
  return (
    <PagedTable
      caption="Comptes"
      noun={["compte", "comptes"]}
      searchLabel="Chercher un nom ou une adresse"
      columns={columns}
      rows={shown}
      rowKey={({ id }) => id}
      bulk={admin ? BULK : undefined}
      filters={<FilterSelect label="Rôle" name="role" all="Tous les rôles" choices={ROLE_NAMES} />}
    />
  );
}

const BULK: Bulk<User> = {
  nameOf,
  refreshes: [keys.users()],
  verbs: [
    {
      label: "Renvoyer l’invitation",
      icon: <IconMailForward size={18} aria-hidden />,
      fits: mayBeInvited,
      begin: async (some, each) => {
        const body = `${counted(some.length, "personne reçoit", "personnes reçoivent")} un nouveau lien ; l’ancien ne marche plus.`;
        if (await confirm({ title: "Renvoyer l’invitation", body, confirm: "Renvoyer" }))
          each(({ email }) => sendFirstLink(email));
      },
    },
    {
      label: "Désactiver",
      icon: <IconUserOff size={18} aria-hidden />,
      danger: true,
      fits: ({ state }) => state === "active",
      begin: async (some, each) => {
        const body = `${counted(some.length, "compte ne peut", "comptes ne peuvent")} plus ouvrir l’application, dès maintenant. Les données restent, et vous pourrez réactiver chaque compte.`;
        const title = `Désactiver ${counted(some.length, "compte")}`;
        if (await confirm({ title, body, confirm: "Désactiver", danger: true }))
          each(({ id }) => changeUser(id, { state: "disabled", role: null }));
      },
    },
  ],
};

/** A depositor is invited anew by the registrations of their edition. */
function mayBeInvited({ state, role }: User): boolean {
  return state === "invited" && role !== "depositor";
}

/** Too many wrong passwords: the person waits a quarter of an hour, or somebody lets them in. */
function Locked({ user }: { readonly user: User }) {
  const unlocking = useAction({
    run: () => unlockUser(user.id),
    done: () => `${nameOf(user)} peut de nouveau se connecter.`,
    refreshes: [keys.users()],
  });
  return (
    <>
      <StateBadge tone="bad">Bloqué</StateBadge>
      <Button
        size="compact-md"
        variant="default"
        aria-label={`Débloquer ${nameOf(user)}`}
        loading={unlocking.isPending}
        onClick={() => unlocking.mutate()}
      >
        Débloquer
      </Button>
    </>
  );
}

function RowMenu({ user, changeRole }: { readonly user: User; readonly changeRole: () => void }) {
  const name = nameOf(user);
  const disabling = useAction({
    run: (state: "active" | "disabled") => changeUser(user.id, { state, role: null }),
    done: ({ state }) => `Le compte de ${name} est ${state === "active" ? "réactivé" : "désactivé"}.`,
    refreshes: [keys.users()],
  });
  const revoking = useAction({
    run: () => revokeSessions(user.id),
    done: () => `${name} est déconnecté de tous ses appareils.`,
  });
  const resending = useAction({
    run: () => sendFirstLink(user.email),
    done: () => `Un nouveau lien part pour ${name}.`,
  });
  const disable = async () => {
    const body = `${name} est déconnecté aussitôt et ne peut plus ouvrir l’application. Ses données restent, et vous pourrez réactiver son compte.`;
    if (await confirm({ title: "Désactiver ce compte", body, confirm: "Désactiver", danger: true })) {
      disabling.mutate("disabled");
    }
  };
  const erasing = useAction({
    run: () => eraseUser(user.id),
    done: () => `Le compte de ${name} est effacé.`,
    refreshes: [keys.users()],
  });
  const erase = async () => {
    const body = `Le nom, l’adresse, le téléphone et les messages de ${name} sont effacés pour toujours. Les ventes et les reversements restent dans les comptes, sans son nom.`;
    if (await confirm({ title: "Effacer ce compte", body, confirm: "Effacer pour toujours", danger: true })) {
      erasing.mutate();
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="dark"
          px="xs"
          aria-label={`Actions pour ${name}`}
          loading={disabling.isPending || revoking.isPending || erasing.isPending}
        >
          <IconDotsVertical size={20} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserShield size={18} aria-hidden />} onClick={changeRole}>
          Changer de rôle
        </Menu.Item>
        {mayBeInvited(user) && (
          <Menu.Item
            leftSection={<IconMailForward size={18} aria-hidden />}
            onClick={() => resending.mutate()}
          >
            Renvoyer l’invitation
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => revoking.mutate()}>
          Déconnecter partout
        </Menu.Item>
        {user.state === "disabled" && (
          <Menu.Item
            leftSection={<IconUserCheck size={18} aria-hidden />}
            onClick={() => disabling.mutate("active")}
          >
            Réactiver
          </Menu.Item>
        )}
        {user.state === "active" && (
          <Menu.Item
            color="bad"
            leftSection={<IconUserOff size={18} aria-hidden />}
            onClick={() => void disable()}
          >
            Désactiver
          </Menu.Item>
        )}
        {user.state !== "erased" && (
          <Menu.Item
            color="bad"
            leftSection={<IconEraser size={18} aria-hidden />}
            onClick={() => void erase()}
          >
            Effacer le compte
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
