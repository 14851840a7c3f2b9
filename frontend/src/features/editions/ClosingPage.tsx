import { Alert, Button, Paper, Stack, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArchive,
  IconCircleCheckFilled,
  IconCircleX,
  IconLock,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { formatInstant } from "@/lib/dates";
import { type Edition, editionQuery, isReadOnly, payoutsQuery } from "@/lib/editions";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/session";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/confirm";
import { LinkButton } from "@/ui/links";
import { notifyDone, notifyProblem } from "@/ui/notify";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { closingChecksQuery, takeStep } from "./api";

/** The end of an edition: every condition, then the one irreversible step. */
export function ClosingPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/cloture" });
  const edition = useQuery(editionQuery(editionId));
  return (
    <Page title="Clôture" lead="La fin définitive d’une édition, une fois que tout est en ordre." narrow>
      <Loaded query={edition}>{(found) => <Closing edition={found} />}</Loaded>
    </Page>
  );
}

function Closing({ edition }: { readonly edition: Edition }) {
  const admin = hasRole(useIdentity(), "admin");
  if (isReadOnly(edition)) return <Closed edition={edition} admin={admin} />;
  if (edition.status !== "settlement") {
    return (
      <EmptyState
        icon={IconLock}
        title="Pas encore"
        action={
          <LinkButton to={paths.edition} params={{ editionId: edition.id }}>
            Voir le tableau de bord
          </LinkButton>
        }
      >
        Une édition se clôture après la vente, quand les reversements sont payés et les invendus rendus.
      </EmptyState>
    );
  }
  if (!admin) {
    return (
      <Alert color="accent" icon={<IconLock aria-hidden />} title="Un administrateur clôture l’édition">
        Terminez les reversements et la restitution, puis prévenez-le : lui seul peut la clore.
      </Alert>
    );
  }
  return <Checks edition={edition} />;
}

/** Where each condition is worked off. */
const PLACES = {
  register_session_open: paths.sales,
  quarantine_left: paths.sales,
  conflicts_left: paths.sales,
  payouts_not_computed: paths.payouts,
  payouts_unpaid: paths.payouts,
  unsold_left: paths.payouts,
} as const;

/** Each condition as something achieved. */
const MET: Readonly<Record<keyof typeof PLACES, string>> = {
  register_session_open: "Toutes les caisses sont fermées.",
  quarantine_left: "Aucun ticket n’attend en quarantaine.",
  conflicts_left: "Tous les conflits de vente sont réglés.",
  payouts_not_computed: "Les reversements sont calculés.",
  payouts_unpaid: "Chaque reversement est payé ou son déposant marqué absent.",
  unsold_left: "Tous les invendus sont rendus ou donnés.",
};

function isPlace(code: string): code is keyof typeof PLACES {
  return code in PLACES;
}

function Checks({ edition }: { readonly edition: Edition }) {
  const queries = useQueryClient();
  const checks = useQuery(closingChecksQuery(edition.id));
  const payouts = useQuery(payoutsQuery(edition.id));
  const closing = useMutation({
    mutationFn: () => takeStep(edition.id, "close"),
    onSuccess: () => notifyDone(`« ${edition.name} » est clôturée.`),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: ["editions"] }),
  });
  const ask = async () => {
    const all = payouts.data ?? [];
    const sum = all.reduce((cents, payout) => cents + payout.net_cents, 0);
    const absent = all.filter((payout) => payout.state === "absent").length;
    const agreed = await confirm({
      title: `Clôturer « ${edition.name} »`,
      body: (
        <>
          <Text>
            {counted(all.length, "reversement")}, {formatExactCents(sum)} en tout
            {absent > 0 && `, dont ${counted(absent, "déposant absent", "déposants absents")}`}.
          </Text>
          <Text mt="sm" fw={600}>
            C’est définitif : plus rien ne pourra être changé.
          </Text>
        </>
      ),
      confirm: "Clôturer définitivement",
      danger: true,
    });
    if (agreed) closing.mutate();
  };
  return (
    <Loaded query={checks}>
      {({ checks: conditions, ready }) => (
        <Stack>
          <Paper p="lg">
            <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
              {conditions.map(({ code, met, message }) => (
                <li key={code} style={{ display: "flex", gap: 12, alignItems: "center", minHeight: 36 }}>
                  {met ? (
                    <IconCircleCheckFilled
                      size={24}
                      color="var(--mantine-color-good-6)"
                      aria-label="En ordre :"
                    />
                  ) : (
                    <IconCircleX size={24} color="var(--mantine-color-bad-6)" aria-label="À régler :" />
                  )}
                  <Text style={{ flex: 1 }} fw={met ? 400 : 600}>
                    {met && isPlace(code) ? MET[code] : message}
                  </Text>
                  {!met && isPlace(code) && (
                    <LinkButton
                      variant="light"
                      size="sm"
                      to={PLACES[code]}
                      params={{ editionId: edition.id }}
                    >
                      Y aller
                    </LinkButton>
                  )}
                </li>
              ))}
            </Stack>
          </Paper>
          {!ready && (
            <Alert color="waiting" icon={<IconAlertTriangle aria-hidden />}>
              La clôture sera possible quand tous les points seront en ordre.
            </Alert>
          )}
          <Button
            size="lg"
            color="bad"
            leftSection={<IconLock size={20} aria-hidden />}
            disabled={!ready}
            loading={closing.isPending}
            onClick={() => void ask()}
          >
            Clôturer l’édition
          </Button>
        </Stack>
      )}
    </Loaded>
  );
}

function Closed({ edition, admin }: { readonly edition: Edition; readonly admin: boolean }) {
  const queries = useQueryClient();
  const archiving = useMutation({
    mutationFn: () => takeStep(edition.id, "archive"),
    onSuccess: () => notifyDone(`« ${edition.name} » est archivée.`),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: ["editions"] }),
  });
  return (
    <Stack align="flex-start">
      <Alert color="dark" w="100%" icon={<IconLock aria-hidden />} title="Cette édition est close">
        {edition.closed_at && `Clôturée le ${formatInstant(edition.closed_at)}. `}
        Le reversement d’un déposant absent peut encore être marqué payé par un administrateur.
      </Alert>
      {admin && edition.status === "closed" && (
        <Button
          variant="default"
          leftSection={<IconArchive size={18} aria-hidden />}
          loading={archiving.isPending}
          onClick={() => archiving.mutate()}
        >
          Archiver (un an après la clôture)
        </Button>
      )}
    </Stack>
  );
}
