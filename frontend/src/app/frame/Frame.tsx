import { Burger, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { type Entry, entriesFor, grouped } from "@/app/routes/navigation";
import { useEditionInView } from "@/domain/edition-in-view";
import { useIdentity } from "@/lib/server/session";
import classes from "./Frame.module.css";
import { HeaderBar } from "./HeaderBar";

/** More than this many entries do not fit under a thumb: the last place opens the whole list. */
const BOTTOM_PLACES = 5;

/** The frame around every page but the till: header, side navigation on a desktop, bottom bar on a telephone. */
export function Frame() {
  const who = useIdentity();
  const edition = useEditionInView();
  const entries = entriesFor(who, edition);
  const [opened, { toggle, close }] = useDisclosure(false);
  const sided = entries.length > 1;
  return (
    <div className={classes.shell} data-sided={sided || undefined}>
      <a href="#contenu" className={classes.skip}>
        Aller au contenu
      </a>
      <header className={classes.header}>
        {sided && (
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
        <Outlet />
      </main>
      {sided && (
        <footer className={classes.bottom}>
          <BottomBar entries={entries} edition={edition} more={toggle} />
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

function BottomBar({
  entries,
  edition,
  more,
}: {
  readonly entries: readonly Entry[];
  readonly edition: string | undefined;
  readonly more: () => void;
}) {
  const shown = entries.length > BOTTOM_PLACES ? entries.slice(0, BOTTOM_PLACES - 1) : entries;
  return (
    <nav aria-label="Accès rapides" className={classes.bottomRow}>
      {shown.map((entry) => (
        <BottomEntry key={entry.to} entry={entry} edition={edition} />
      ))}
      {shown.length < entries.length && (
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
