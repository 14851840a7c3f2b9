import { Anchor, Box } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import { Page } from "@/ui/Page";
import { EmptyState, ErrorState, RowsSkeleton } from "@/ui/states";

export function PendingPage() {
  return <RowsSkeleton />;
}

export function MissingPage() {
  return (
    <Box p="lg" component="main">
      <Page title="Page introuvable" narrow>
        <EmptyState
          icon={IconMapPinOff}
          title="Cette adresse ne mène nulle part"
          action={
            <Anchor component={Link} to={paths.home}>
              Revenir à l’accueil
            </Anchor>
          }
        >
          La page a peut-être changé de place, ou le lien a été coupé en route.
        </EmptyState>
      </Page>
    </Box>
  );
}

/** A page that failed to load or to draw; a chunk of an older version is gone from the server, so reloading helps. */
export function CrashPage({ error }: ErrorComponentProps) {
  return (
    <Box p="lg">
      <Page title="Cette page n’a pas pu s’ouvrir" narrow>
        <ErrorState error={error} retry={() => location.reload()} />
      </Page>
    </Box>
  );
}
