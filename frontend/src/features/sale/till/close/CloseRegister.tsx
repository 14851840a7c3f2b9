import { Alert, Button, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { closeRegister, registerSummary } from "@/features/sale/till/api";
import { useRegisterSession, useTill, useTillState } from "@/features/sale/till/till-context";
import { useReachable } from "@/lib/server/network";
import { counted as inNumber } from "@/lib/words";
import { pieces, takings } from "@/offline/ticket/takings";
import { confirm } from "@/ui/dialog/confirm";
import { Comparison } from "@/ui/drawer/Comparison";
import { countOf, DrawerCount, mustBeCounted, NOTHING_COUNTED } from "@/ui/drawer/DrawerCount";
import { sending } from "@/ui/form/form";
import { Page } from "@/ui/Page";
import { ErrorState } from "@/ui/states";
import classes from "./CloseRegister.module.css";
import { type ClosedTill, sameSums } from "./closing";

interface CloseRegisterProps {
  readonly onReturn: () => void;
  readonly onClosed: (closed: ClosedTill) => void;
}

/** Counting without knowing what is expected, then the comparison, then the end of the session. */
export function CloseRegister({ onReturn, onClosed }: CloseRegisterProps) {
  const { till, exchange } = useTill();
  const { ledger, basket, aside } = useTillState();
  const session = useRegisterSession();
  const unsent = till.queued();
  const reachable = useReachable();
  const summary = useQuery(registerSummary(session.sessionId));
  const { refetch } = summary;
  /** Whether the sums are on the table: only once all of them are counted. */
  const [compared, setCompared] = useState(false);
  /** The sums changed between counting and closing: they are to be read again. */
  const [moved, setMoved] = useState(false);
  const [asking, setAsking] = useState(false);
  const sums = takings(ledger);
  // The server's books know what a manager gave back; the till's own stand in for them while it is away.
  const books = unsent === 0 ? summary.data : undefined;
  const expected = books?.expected ?? { ...sums, cash: sums.cash + session.openingFloatCents };
  const form = useForm({
    initialValues: NOTHING_COUNTED,
    validateInputOnBlur: ["cash", "card", "cheque"],
    validate: {
      cash: mustBeCounted,
      card: mustBeCounted,
      cheque: mustBeCounted,
      comment: (comment, typed) =>
        compared && !sameSums(countOf(typed), expected) && comment.trim() === ""
          ? "Expliquez la différence en quelques mots"
          : null,
    },
  });
  useEffect(() => void exchange.delivery.synchronise(true), [exchange]);
  // An answer that failed while the network was away, and one that lacks what has left only now.
  useEffect(() => {
    if (reachable && unsent === 0) void refetch();
  }, [reachable, unsent, refetch]);

  const closing = useMutation({
    mutationFn: async () => {
      const counted = countOf(form.values);
      const closed = await closeRegister(
        session.sessionId,
        counted,
        form.values.comment.trim(),
        till.queued(),
      );
      onClosed({ registerNumber: session.registerNumber, summary: closed });
      await exchange.leave();
    },
  });

  const askAgain = async () => {
    setAsking(true);
    const now = (await refetch()).data?.expected;
    setAsking(false);
    return now;
  };
  const compare = async () => {
    await askAgain();
    setCompared(true);
  };
  // Tickets that nobody has paid end with the session: their articles stay on sale.
  const unpaid = [basket, ...aside].filter((one) => one.lines.length > 0);
  const close = async () => {
    const now = await askAgain();
    const changed = unsent === 0 && now !== undefined && !sameSums(now, expected);
    setMoved(changed);
    if (changed) return;
    const gone = unpaid.reduce((sum, one) => sum + one.lines.length, 0);
    const dropped =
      unpaid.length === 0 ||
      (await confirm({
        title: `${inNumber(unpaid.length, "ticket")} pas encore payé${unpaid.length > 1 ? "s" : ""}`,
        body: `Ouvert ou mis de côté : ${inNumber(gone, "article")}. En fermant la caisse, vous l’abandonnez ; rien n’est vendu.`,
        confirm: "Abandonner et fermer",
        danger: true,
      }));
    if (!dropped) return;
    const yes =
      unsent === 0 ||
      (await confirm({
        title: `${unsent} ticket${unsent > 1 ? "s" : ""} pas encore envoyé${unsent > 1 ? "s" : ""}`,
        body: "Ils restent sur cet appareil et partiront de la page Caisse, dès que le réseau sera là et que quelqu’un y sera connecté. Attendez plutôt le réseau si vous pouvez.",
        confirm: "Fermer quand même",
        danger: true,
      }));
    if (yes) closing.mutate();
  };

  return (
    <main className={classes.place} id="contenu">
      <Page
        title={`Fermer la caisse ${session.registerNumber}`}
        lead={
          compared
            ? "Comparez avec ce que la caisse a noté, puis fermez-la."
            : "Comptez le tiroir, les tickets de carte et les chèques. La caisse dira ensuite si le compte est juste."
        }
        action={
          <Button variant="default" leftSection={<IconArrowLeft size={20} aria-hidden />} onClick={onReturn}>
            Revenir à la vente
          </Button>
        }
        narrow
      >
        {unsent > 0 && (
          <Alert color="waiting" title={`${unsent} ticket${unsent > 1 ? "s" : ""} en attente du réseau`}>
            Laissez la caisse ouverte jusqu’à ce qu’ils soient partis.
          </Alert>
        )}
        <form noValidate onSubmit={sending(form, () => void (compared ? close() : compare()))}>
          <Paper p="lg">
            {compared ? (
              <Stack gap="lg">
                <Title order={2}>Résultat du comptage</Title>
                {books === undefined && (unsent > 0 || summary.isError || !reachable) && (
                  <Alert color="waiting" title="Sommes attendues d’après cette caisse seule">
                    Ce qu’un gestionnaire ou un autre appareil a remboursé peut y manquer. Elles seront
                    redemandées au serveur dès qu’il répondra.
                  </Alert>
                )}
                <Comparison expected={expected} counted={countOf(form.values)} />
                {sameSums(countOf(form.values), expected) && (
                  <Text fw={700} fz="lg" c="good.8" role="status">
                    Le compte est juste.
                  </Text>
                )}
                <Textarea
                  label="Remarque"
                  description="Obligatoire s’il y a un écart"
                  size="md"
                  {...form.getInputProps("comment")}
                />
                {moved && (
                  <Alert color="waiting" title="Les sommes attendues viennent de changer" role="alert">
                    Relisez les écarts, puis fermez la caisse.
                  </Alert>
                )}
                {closing.isError && <ErrorState error={closing.error} />}
                <Group justify="space-between">
                  <Button variant="default" size="lg" onClick={() => setCompared(false)}>
                    Recompter
                  </Button>
                  <Button type="submit" size="lg" color="bad" loading={closing.isPending || asking}>
                    Fermer la caisse
                  </Button>
                </Group>
              </Stack>
            ) : (
              <Stack gap="lg">
                <DrawerCount
                  form={form}
                  floatCents={session.openingFloatCents}
                  pieces={books?.pieces ?? pieces(ledger)}
                />
                <Group justify="flex-end">
                  <Button type="submit" size="lg" loading={asking}>
                    J’ai tout compté
                  </Button>
                </Group>
              </Stack>
            )}
          </Paper>
        </form>
      </Page>
    </main>
  );
}
