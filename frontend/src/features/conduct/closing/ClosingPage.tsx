import { Alert, Button, Paper, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconArchive,
  IconCircleCheckFilled,
  IconCircleX,
  IconLock,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Edition, editionQuery, isReadOnly } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { owedToAbsent, payoutsQuery } from "@/domain/payouts";
import { formatInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { counted, unbroken } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { LinkButton } from "@/ui/links";
import { notifyProblem } from "@/ui/notice/notify";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { archiveEdition, type ClosingChecks, closeEdition, closingChecksQuery, type StepCheck } from "./api";

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
  return <Checks edition={edition} admin={admin} />;
}

/** Where each condition is worked off. */
const PLACES = {
  register_session_open: paths.sales,
  tickets_unsent: paths.sales,
  register_uncounted: paths.sales,
  quarantine_left: paths.sales,
  conflicts_left: paths.sales,
  lines_without_owner: paths.sales,
  prices_undecided: paths.sales,
  payouts_not_computed: paths.payouts,
  to_pay_left: paths.payouts,
  overpaid_left: paths.payouts,
  proof_not_zero: paths.payouts,
  unsold_left: paths.payouts,
} as const;

/** Each condition as something achieved. */
const MET: Readonly<Record<keyof typeof PLACES, string>> = {
  register_session_open: "Toutes les caisses sont fermées.",
  tickets_unsent: "Tous les tickets annoncés par les caisses sont arrivés.",
  register_uncounted: "Chaque caisse est comptée.",
  quarantine_left: "Aucun ticket n’attend en quarantaine.",
  conflicts_left: "Tous les conflits de vente sont réglés.",
  lines_without_owner: "Chaque ligne vendue a son article.",
  prices_undecided: "Tous les prix sont décidés.",
  payouts_not_computed: "Les reversements sont calculés.",
  to_pay_left: "Chaque reversement est payé, sans rien à verser, ou l’absence de la personne est notée.",
  overpaid_left: "Personne n’a reçu plus que son dû.",
  proof_not_zero: "Chaque centime encaissé s’explique par une vente.",
  unsold_left: "Tous les invendus sont rendus ou donnés.",
};

function isPlace(code: string): code is keyof typeof PLACES {
  return code in PLACES;
}

function Checks({ edition, admin }: { readonly edition: Edition; readonly admin: boolean }) {
  const checks = useQuery(closingChecksQuery(edition.id));
  return (
    <Loaded query={checks}>
      {(found) => (
        <Stack>
          <Paper p="lg">
            <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
              {found.checks.map((check) => (
                <Check key={check.code} check={check} edition={edition} />
              ))}
            </Stack>
          </Paper>
          {!found.ready && (
            <Alert color="waiting" icon={<IconAlertTriangle aria-hidden />}>
              {found.ready_with_reason
                ? "Ce qui reste peut être laissé ainsi, pour une raison gardée dans le journal."
                : "La clôture sera possible quand les points en rouge seront en ordre."}
            </Alert>
          )}
          {admin ? (
            <CloseButton edition={edition} checks={found} />
          ) : (
            <Alert color="accent" icon={<IconLock aria-hidden />} title="Un administrateur clôture l’édition">
              {found.ready ? "Tout est en ordre : prévenez-le." : "Réglez ce qui reste, puis prévenez-le."}
            </Alert>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Check({ check, edition }: { readonly check: StepCheck; readonly edition: Edition }) {
  const { code, met, message, overridable } = check;
  return (
    <li style={{ display: "flex", gap: 12, alignItems: "center", minHeight: 36 }}>
      {met ? (
        <IconCircleCheckFilled size={24} color="var(--mantine-color-good-6)" aria-label="En ordre :" />
      ) : (
        <IconCircleX
          size={24}
          color={overridable ? "var(--mantine-color-waiting-6)" : "var(--mantine-color-bad-6)"}
          aria-label="À régler :"
        />
      )}
      <div style={{ flex: 1 }}>
        <Text fw={met ? 400 : 600}>{met && isPlace(code) ? MET[code] : unbroken(message)}</Text>
        {!met && overridable && (
          <Text size="sm" c="gray.7">
            Peut être laissé ainsi, pour une raison.
          </Text>
        )}
      </div>
      {!met && isPlace(code) && (
        <LinkButton variant="light" size="sm" to={PLACES[code]} params={{ editionId: edition.id }}>
          Y aller
        </LinkButton>
      )}
    </li>
  );
}

interface CloseButtonProps {
  readonly edition: Edition;
  readonly checks: ClosingChecks;
}

function CloseButton({ edition, checks: { checks, ready, ready_with_reason } }: CloseButtonProps) {
  const [asking, { open, close }] = useDisclosure(false);
  const payouts = useQuery(payoutsQuery(edition.id));
  const left = checks.filter(({ met }) => !met);
  const closing = useAction({
    run: (reason: string) =>
      closeEdition(
        edition.id,
        left.map(({ code }) => code),
        reason,
      ),
    done: () => `« ${edition.name} » est clôturée.`,
    refreshes: [keys.editions()],
    refusal: "here",
  });
  const all = payouts.data ?? [];
  const sum = all.reduce((cents, payout) => cents + payout.paid_cents, 0);
  const absent = all.filter((payout) => payout.state === "absent").length;
  const owed = owedToAbsent(all);
  const title = `Clôturer « ${edition.name} »`;
  const body = (
    <>
      <Text>
        {counted(all.length, "reversement")}, {formatExactCents(sum)} versés
        {absent > 0 && `, ${counted(absent, "personne absente", "personnes absentes")}`}.
      </Text>
      {owed.people > 0 && (
        <Text mt="sm">
          {formatExactCents(owed.cents)} restent dus à {counted(owed.people, "personne")} : ces reversements
          pourront encore être payés.
        </Text>
      )}
      {left.map(({ code, message }) => (
        <Text key={code} mt="sm">
          {unbroken(message)}
        </Text>
      ))}
      <Text mt="sm" fw={600}>
        C’est définitif : ventes, listes et réglages ne pourront plus être changés.
      </Text>
    </>
  );
  const ask = async () => {
    if (!ready) return open();
    if (await confirm({ title, body, confirm: "Clôturer définitivement", danger: true })) {
      closing.mutate("", { onError: notifyProblem });
    }
  };
  return (
    <>
      <Button
        size="lg"
        color="bad"
        leftSection={<IconLock size={20} aria-hidden />}
        disabled={!ready_with_reason}
        loading={closing.isPending}
        onClick={() => void ask()}
      >
        Clôturer l’édition
      </Button>
      {asking && (
        <ReasonDialog
          title={title}
          body={body}
          confirm="Clôturer définitivement"
          danger
          send={closing.mutateAsync}
          onClose={close}
        />
      )}
    </>
  );
}

function Closed({ edition, admin }: { readonly edition: Edition; readonly admin: boolean }) {
  const archiving = useAction({
    run: () => archiveEdition(edition.id),
    done: () => `« ${edition.name} » est archivée.`,
    refreshes: [keys.editions()],
  });
  return (
    <Stack align="flex-start">
      <Alert color="dark" w="100%" icon={<IconLock aria-hidden />} title="Cette édition est close">
        {edition.closed_at && `Clôturée le ${formatInstant(edition.closed_at)}. `}
        Ce qui reste dû à un déposant peut encore être payé, et un paiement corrigé.
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
