import { Menu, Text } from "@mantine/core";
import { IconLogout, IconShieldLock, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ROLE_NAMES, spokenNameOf } from "@/domain/people";
import { paths } from "@/lib/paths";
import { type Identity, session } from "@/lib/server/session";
import { counted } from "@/lib/words";
import { holdsArticles } from "@/offline/articles";
import { markedDesk } from "@/offline/desk/marker";
import { confirm } from "@/ui/dialog/confirm";
import { takeFocus } from "@/ui/dialog/focus-return";
import { PersonTarget } from "./PersonTarget";

const WAITING = {
  title: "Des articles ne sont pas encore envoyés",
  body: "Ils restent sur cet appareil et partiront quand vous vous y connecterez de nouveau. Si cet appareil n’est pas le vôtre, attendez plutôt qu’ils soient partis.",
  confirm: "Se déconnecter",
};

const undecided = (count: number) => ({
  title: "Des décisions ne sont pas encore envoyées",
  body: `${counted(count, "décision")} de la table de dépôt : elles restent sur cet appareil, sans les noms, et partiront quand quelqu’un y rouvrira une table.`,
  confirm: "Se déconnecter",
});

/** Opens with the click that loaded it. */
export function PersonMenu({ who }: { readonly who: Identity }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    if ((await holdsArticles(who.id)) && !(await confirm(WAITING))) return;
    const waiting = markedDesk() ?? 0;
    if (waiting > 0 && !(await confirm(undecided(waiting)))) return;
    await session.logOut();
    queries.clear();
    await navigate({ to: paths.login });
  };
  return (
    <Menu position="bottom-end" width={260} defaultOpened>
      <Menu.Target>
        <PersonTarget who={who} ref={takeFocus} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="div" fw={600} c="dark" truncate>
            {spokenNameOf(who)}
          </Text>
          <Text component="div" size="sm">
            {ROLE_NAMES[who.role]}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to={paths.profile} leftSection={<IconUser size={18} aria-hidden />}>
          Mon profil
        </Menu.Item>
        <Menu.Item component={Link} to={paths.privacy} leftSection={<IconShieldLock size={18} aria-hidden />}>
          Vos données
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => void leave()}>
          Se déconnecter
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
