import { Button, Group, Paper, Stack } from "@mantine/core";
import { IconHome, IconPrinter } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { Leftovers } from "@/features/sale/till/device/Leftovers";
import { paths } from "@/lib/paths";
import { download } from "@/lib/server/api";
import { ClosingResult } from "@/ui/drawer/ClosingResult";
import { Page } from "@/ui/Page";
import { useAction } from "@/ui/use-action";
import classes from "./ClosedPage.module.css";
import type { ClosedTill } from "./closing";
import { keptClosed } from "./kept-closed";

interface ClosedPageProps {
  readonly closed: ClosedTill;
  readonly onOpenAnother: () => void;
}

/** The last page of a till's day: it worked, what it came to, and the slip to be printed and signed. */
export function ClosedPage({ closed: { registerNumber, summary }, onOpenAnother }: ClosedPageProps) {
  const navigate = useNavigate();
  const fetching = useAction({
    run: () => download(`/api/v1/register-sessions/${summary.session.id}/closing-slip.pdf`, "Caisse.pdf"),
  });
  const unsent = (summary.closing?.unsent ?? 0) > 0;
  return (
    <main className={classes.place} id="contenu">
      <Page
        title={`La caisse ${registerNumber} est fermée. Merci !`}
        lead="Imprimez le ticket Z, signez-le et mettez-le avec l’argent compté."
        narrow
      >
        {unsent && <Leftovers />}
        <Paper p="lg">
          <Stack gap="lg">
            <ClosingResult summary={summary} />
            <Button
              size="lg"
              leftSection={<IconPrinter size={24} aria-hidden />}
              loading={fetching.isPending}
              onClick={() => fetching.mutate()}
            >
              Imprimer le ticket Z (PDF)
            </Button>
          </Stack>
        </Paper>
        <Group justify="space-between" mt="xl">
          <Button
            variant="default"
            leftSection={<IconHome size={20} aria-hidden />}
            onClick={() => {
              keptClosed.clear();
              void navigate({ to: paths.home });
            }}
          >
            Revenir à l’accueil
          </Button>
          <Button
            variant="subtle"
            onClick={() => {
              keptClosed.clear();
              onOpenAnother();
            }}
          >
            Ouvrir une autre caisse
          </Button>
        </Group>
      </Page>
    </main>
  );
}
