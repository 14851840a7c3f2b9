import { Burger, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { type Entry, entriesFor, grouped, quickOf } from "@/app/routes/navigation";
import { useEditionInView } from "@/domain/edition-in-view";
import { editionQuery } from "@/domain/editions";
import { hasRole, useIdentity } from "@/lib/server/session";
import { TrainingBand } from "@/ui/notice/TrainingBand";
import classes from "./Frame.module.css";
import { HeaderBar } from "./HeaderBar";

/** More than this many entries do not fit under a thumb: the last place opens the whole list. */
const BOTTOM_PLACES = 5;

/** The frame around every page but the till: header, side navigation on a desktop, bottom bar on a telephone. */
export function Frame() {
  const who = useIdentity();
  const edition = useEditionInView();
  const entries = entriesFor(who, edition);
  const enabled = edition !== undefined && hasRole(who, "volunteer");
  const { data: inView } = useQuery({ ...editionQuery(edition ?? ""), enabled, retry: false });
  const [opened, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Whatever led to another page, the menu is not to lie over it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what closes it.
  useEffect(close, [path]);
  const sided = entries.length > 1;
  return (
    <div className={classes.shell} data-sided={sided || undefined}>
      <a href="#contenu" className={classes.skip}>
        Aller au contenu
      </a>
      <header className={classes.header}>
        {sided && entries.length > BOTTOM_PLACES && (
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={opened ? "Fermer le menu" : "Ouvrir le menu"}
          />
        )}
        <HeaderBar />
      </header>
      {sided && (
        <nav className={classes.side} data-opened={opened || undefined} aria-label="Menu principal">
          {grouped(entries).map(([heading, group]) => (
            <div key={heading} {...(heading && { role: "group", "aria-label": heading })}>
              {heading && (
                <Text size="sm" c="gray.7" px="sm" pt="sm" pb={2} aria-hidden>
                  {heading}
                </Text>
              )}
              {group.map((entry) => (
                <SideEntry key={entry.to} entry={entry} edition={edition} onNavigate={close} />
              ))}
            </div>
          ))}
        </nav>
      )}
      <main id="contenu" className={classes.main}>
        {inView?.is_training && <TrainingBand edition={inView.name} />}
        <Outlet />
      </main>
      {sided && (
        <footer className={classes.bottom}>
          <BottomBar
            entries={quickOf(entries, inView?.status, BOTTOM_PLACES)}
            edition={edition}
            {...(entries.length > BOTTOM_PLACES && { more: toggle })}
          />
        </footer>
      )}
    </div>
  );
}

interface EntryProps {
  readonly entry: Entry;
  readonly edition: string | undefined;
}

function useCurrent(entry: Entry, edition: string | undefined): boolean {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return path === entry.to.replace("$editionId", edition ?? "");
}

function SideEntry({ entry, edition, onNavigate }: EntryProps & { readonly onNavigate: () => void }) {
  const current = useCurrent(entry, edition);
  return (
    <Link
      to={entry.to}
      params={{ editionId: edition ?? "" } as never}
      activeOptions={{ exact: true }}
      aria-current={current ? "page" : undefined}
      onClick={onNavigate}
      className={classes.entry}
    >
      <entry.icon size={20} />
      {entry.label}
    </Link>
  );
}

interface BottomBarProps {
  readonly entries: readonly Entry[];
  readonly edition: string | undefined;
  /** Opens the whole list, where there is more than these. */
  readonly more?: () => void;
}

function BottomBar({ entries, edition, more }: BottomBarProps) {
  return (
    <nav aria-label="Accès rapides" className={classes.bottomRow}>
      {entries.map((entry) => (
        <BottomEntry key={entry.to} entry={entry} edition={edition} />
      ))}
      {more && (
        <UnstyledButton className={classes.bottomEntry ?? ""} onClick={more}>
          <IconDots size={22} aria-hidden />
          <Text span size="xs">
            Plus
          </Text>
        </UnstyledButton>
      )}
    </nav>
  );
}

function BottomEntry({ entry, edition }: EntryProps) {
  const current = useCurrent(entry, edition);
  return (
    <Link
      to={entry.to}
      params={{ editionId: edition ?? "" } as never}
      activeOptions={{ exact: true }}
      className={classes.bottomEntry}
      aria-current={current ? "page" : undefined}
    >
      <entry.icon size={22} />
      <Text span size="xs">
        {entry.short}
      </Text>
    </Link>
  );
}
