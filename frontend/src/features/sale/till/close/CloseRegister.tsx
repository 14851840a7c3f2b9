import { Alert, Box, Button, Group, Paper, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { METHOD_NAMES, type PaymentMethod } from "@/domain/payments";
import { closeRegister, registerSummary } from "@/features/sale/till/api";
import { useRegisterSession, useTill, useTillState } from "@/features/sale/till/till-context";
import { formatExactCents, parseEuros } from "@/lib/money";
import { useReachable } from "@/lib/server/network";
import { counted as inNumber } from "@/lib/words";
import { takings } from "@/offline/ticket/takings";
import { confirm } from "@/ui/dialog/confirm";
import { Page } from "@/ui/Page";
import { ErrorState } from "@/ui/states";
import type { ClosedRegister } from "./ClosedNotice";
import classes from "./CloseRegister.module.css";

const METHODS: readonly PaymentMethod[] = ["cash", "card", "cheque"];

interface CloseRegisterProps {
  readonly onReturn: () => void;
  readonly onClosed: (register: ClosedRegister) => void;
}

/** Counting against what is expected, then the end of the session. */
export function CloseRegister({ onReturn, onClosed }: CloseRegisterProps) {
  const { till, exchange } = useTill();
  const { ledger, basket, aside } = useTillState();
  const session = useRegisterSession();
  const unsent = till.queued();
  const reachable = useReachable();
  const summary = useQuery(registerSummary(session.sessionId));
  const { refetch } = summary;
  /** The sums changed between counting and closing: they are to be read again. */
  const [moved, setMoved] = useState(false);
  const [comparing, setComparing] = useState(false);
  const sums = takings(ledger);
  // The server's books know what a manager gave back; the till's own stand in for them while it is away.
  const books = unsent === 0 ? summary.data?.expected : undefined;
  const expected = books ?? { ...sums, cash: sums.cash + session.openingFloatCents };
  const amount = (text: string) =>
    parseEuros(text) === undefined ? "Tapez le montant compté, 0 s’il n’y a rien" : null;
  const form = useForm({
    initialValues: { cash: "", card: "", cheque: "", comment: "" },
    validateInputOnBlur: true,
    validate: {
      cash: amount,
      card: amount,
      cheque: amount,
      comment: (comment, { cash, card, cheque }) => {
        const counted = { cash: parseEuros(cash), card: parseEuros(card), cheque: parseEuros(cheque) };
        const differs = METHODS.some((method) => counted[method] !== expected[method]);
        return differs && comment.trim() === "" ? "Expliquez la différence en quelques mots" : null;
      },
    },
  });
  useEffect(() => void exchange.delivery.synchronise(true), [exchange]);
  // An answer that failed while the network was away, and one that lacks what has left only now.
  useEffect(() => {
    if (reachable && unsent === 0) void refetch();
  }, [reachable, unsent, refetch]);

  const closing = useMutation({
    mutationFn: async () => {
      const { cash, card, cheque, comment } = form.values;
      const counted = {
        cash: parseEuros(cash) ?? 0,
        card: parseEuros(card) ?? 0,
        cheque: parseEuros(cheque) ?? 0,
      };
      await closeRegister(session.sessionId, counted, comment.trim(), till.queued());
      onClosed({ sessionId: session.sessionId, registerNumber: session.registerNumber });
      await exchange.leave();
    },
  });

  // Tickets that nobody has paid end with the session: their articles stay on sale.
  const unpaid = [basket, ...aside].filter((one) => one.lines.length > 0);
  const submit = async () => {
    setComparing(true);
    const now = (await refetch()).data?.expected;
    setComparing(false);
    const changed =
      unsent === 0 && now !== undefined && METHODS.some((method) => now[method] !== expected[method]);
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
        lead="Comptez le tiroir, les tickets de carte et les chèques."
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
        {books === undefined && (unsent > 0 || summary.isError || !reachable) && (
          <Alert color="waiting" title="Sommes attendues d’après cette caisse seule">
            Ce qu’un gestionnaire ou un autre appareil a remboursé peut y manquer. Elles seront redemandées au
            serveur dès qu’il répondra.
          </Alert>
        )}
        <form noValidate onSubmit={form.onSubmit(() => void submit())}>
          <Paper p="lg">
            <Stack gap="lg">
              <Table verticalSpacing="sm" withRowBorders>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">Paiement</Table.Th>
                    <Table.Th scope="col" ta="right">
                      Attendu
                    </Table.Th>
                    <Table.Th scope="col">Compté</Table.Th>
                    <Table.Th scope="col" ta="right" visibleFrom="xs">
                      Écart
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {METHODS.map((method) => {
                    const counted = parseEuros(form.values[method]);
                    const difference = counted === undefined ? undefined : counted - expected[method];
                    return (
                      <Table.Tr key={method}>
                        <Table.Th scope="row">
                          {METHOD_NAMES[method]}
                          {method === "cash" && (
                            <Text size="sm" c="gray.7" fw={400}>
                              dont {formatExactCents(session.openingFloatCents)} de fond
                            </Text>
                          )}
                        </Table.Th>
                        <Table.Td ta="right">{formatExactCents(expected[method])}</Table.Td>
                        <Table.Td>
                          <TextInput
                            aria-label={`${METHOD_NAMES[method]} : montant compté`}
                            inputMode="decimal"
                            rightSection="€"
                            maw={160}
                            {...form.getInputProps(method)}
                          />
                          <Box hiddenFrom="xs" mt={4}>
                            <Difference cents={difference} />
                          </Box>
                        </Table.Td>
                        <Table.Td ta="right" visibleFrom="xs">
                          <Difference cents={difference} />
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </Table>
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
              <Group>
                <Button type="submit" size="lg" loading={closing.isPending || comparing}>
                  Fermer la caisse
                </Button>
              </Group>
            </Stack>
          </Paper>
        </form>
      </Page>
    </main>
  );
}

function Difference({ cents }: { readonly cents: number | undefined }) {
  if (cents === undefined) return <Text c="gray.7">–</Text>;
  if (cents === 0) {
    return (
      <Text c="good.7" fw={600}>
        Juste
      </Text>
    );
  }
  return (
    <Text c="bad.7" fw={600}>
      {cents > 0 ? "+" : ""}
      {formatExactCents(cents)}
    </Text>
  );
}
