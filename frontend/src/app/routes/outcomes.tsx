import { Box } from "@mantine/core";
import { IconLock, IconMapPinOff } from "@tabler/icons-react";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import type { Role } from "@/lib/server/session";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { EmptyState, ErrorState, RowsSkeleton } from "@/ui/states";
import { Forbidden } from "./guards";

export function PendingPage() {
  return <RowsSkeleton />;
}

export function MissingPage() {
  return (
    <Page title="Page introuvable" narrow>
      <EmptyState
        icon={IconMapPinOff}
        title="Cette adresse ne mène nulle part"
        action={<LinkButton to={paths.home}>Revenir à l’accueil</LinkButton>}
      >
        La page a peut-être changé de place, ou le lien a été coupé en route.
      </EmptyState>
    </Page>
  );
}

/** Whom a page is for, when somebody else opens its address. */
const READERS: Readonly<Record<Role, string>> = {
  depositor: "aux personnes connectées",
  volunteer: "aux bénévoles",
  manager: "aux gestionnaires",
  admin: "aux administrateurs",
};

function ForbiddenPage({ least }: { readonly least: Role }) {
  return (
    <Page title={`Cette page est réservée ${READERS[least]}`} narrow>
      <EmptyState
        icon={IconLock}
        title="Votre compte ne l’ouvre pas"
        action={<LinkButton to={paths.home}>Revenir à l’accueil</LinkButton>}
      >
        Si vous en avez besoin, demandez à l’association de changer votre rôle.
      </EmptyState>
    </Page>
  );
}

/** A page that failed to load or to draw; a chunk of an older version is gone from the server, so reloading helps. */
export function CrashPage({ error }: ErrorComponentProps) {
  if (error instanceof Forbidden) return <ForbiddenPage least={error.least} />;
  return (
    <Box p="lg">
      <Page title="Cette page n’a pas pu s’ouvrir" narrow>
        <ErrorState error={error} retry={() => location.reload()} />
      </Page>
    </Box>
  );
}
