import { Button, Group, NativeSelect, Paper, PinInput, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { memo, type ReactNode, useCallback, useState } from "react";
import { openRegister, openRegisters, type TillEdition } from "@/features/sale/till/api";
import { useTill } from "@/features/sale/till/till-context";
import { parseEuros } from "@/lib/money";
import { device } from "@/lib/server/device";
import { asProblem, type Problem } from "@/lib/server/problem";
import { hasRole, type Identity, useIdentity } from "@/lib/server/session";
import { importKey } from "@/offline/ticket/signing";
import { lockWith } from "@/offline/till/pin";
import { confirm } from "@/ui/dialog/confirm";
import { ErrorState } from "@/ui/states";
import classes from "./OpeningForm.module.css";
import { PracticeScan } from "./PracticeScan";

const REGISTERS = [1, 2, 3, 4, 5, 6, 7, 8];

function labelOf(number: number, seller: string | undefined): string {
  return seller === undefined ? String(number) : `${number}, ouverte par ${seller}`;
}

/** Whether a till's seller, `Camille M.`, may be this person; the server knows. */
function maybe(who: Identity | undefined, seller: string): boolean {
  const { first_name = "", last_name = "" } = who ?? {};
  return (
    `${first_name} ${last_name.slice(0, 1)}`.trim().toLowerCase() === seller.replace(/\.$/, "").toLowerCase()
  );
}

/** Which edition, which number, what is in the drawer, a PIN for the lock. Needs the network, once. */
export function OpeningForm({ editions }: { readonly editions: readonly TillEdition[] }) {
  const { till, exchange } = useTill();
  const who = useIdentity();
  const [editionId, setEditionId] = useState(editions[0]?.id ?? "");
  const taken = useQuery(openRegisters(editionId));
  const form = useForm({
    initialValues: { register: "", float: "", pin: "" },
    validateInputOnBlur: true,
    validate: {
      register: (register) => {
        if (register === "") return "Choisissez le numéro collé sur la caisse";
        const seller = taken.data?.get(Number(register));
        return seller === undefined || hasRole(who, "manager") || maybe(who, seller)
          ? null
          : `La caisse ${register} est tenue par ${seller.replace(/\.$/, "")}. Choisissez un numéro libre, ou demandez à un gestionnaire de la reprendre.`;
      },
      float: (float) => (parseEuros(float) === undefined ? "Tapez un montant, par exemple 50" : null),
      pin: (pin) => (/^\d{4}$/.test(pin) ? null : "Quatre chiffres"),
    },
  });

  const { setFieldValue } = form;
  const choose = useCallback((register: string) => setFieldValue("register", register), [setFieldValue]);
  const mayTakeOver = (busy: Problem) => busy.facts.mine === true || hasRole(who, "manager");

  const opening = useMutation({
    mutationFn: async (takeOver: boolean) => {
      const { register, float, pin } = form.values;
      const edition = editions.find((one) => one.id === editionId);
      if (edition === undefined) return;
      const askedAt = Date.now();
      const granted = await openRegister(editionId, Number(register), parseEuros(float) ?? 0, takeOver);
      // The server's time is that of half-way between question and answer.
      const here = (askedAt + Date.now()) / 2;
      const session = {
        sessionId: granted.session_id,
        editionId,
        editionName: edition.name,
        editionCode: granted.edition_code,
        isTraining: granted.is_training,
        registerNumber: granted.register_number,
        seller: who?.first_name ?? "",
        openingFloatCents: granted.opening_float_cents,
        openedAt: granted.server_time,
        signingKey: await importKey(granted.signing_key),
        labelKey: await importKey(granted.label_key),
        clockOffsetMs: Math.round(Date.parse(granted.server_time) - here),
        pin: await lockWith(pin),
        ...(granted.private_sale ? { privateSale: granted.private_sale } : {}),
      };
      await till.begin(session, granted.device);
      device.adopt(granted.device, (next) => till.keepDevice(next));
      void exchange.beat();
    },
    onError: async (thrown) => {
      const problem = asProblem(thrown);
      if (problem.code !== "register_busy" || !mayTakeOver(problem)) return;
      const yes = await confirm({
        title: `La caisse ${form.values.register} est déjà ouverte`,
        body: `${problem.message} La reprendre ferme l’autre : les tickets qui y attendent encore pourront tout de même partir.`,
        confirm: "Reprendre cette caisse",
        danger: problem.facts.mine !== true,
      });
      if (yes) opening.mutate(true);
    },
  });

  return (
    <form noValidate onSubmit={form.onSubmit(() => opening.mutate(false))}>
      <Paper p="lg">
        <Stack gap="lg">
          {editions.length > 1 ? (
            <NativeSelect
              label="Vente"
              data={editions.map(({ id, name, isTraining }) => ({
                value: id,
                label: isTraining ? `${name} (entraînement)` : name,
              }))}
              value={editionId}
              onChange={(event) => setEditionId(event.currentTarget.value)}
            />
          ) : (
            <Text fw={600}>{editions[0]?.name}</Text>
          )}
          <RegisterChoice
            value={form.values.register}
            error={form.errors.register}
            taken={taken.data}
            choose={choose}
          />
          <TextInput
            label="Fond de caisse"
            description="L’argent dans le tiroir avant la première vente"
            placeholder="50"
            inputMode="decimal"
            rightSection="€"
            w={220}
            {...form.getInputProps("float")}
          />
          <div>
            <Text fw={500} id="pin-label">
              Code à quatre chiffres
            </Text>
            <Text size="sm" c="gray.7" mb="xs">
              Il déverrouille l’écran quand vous vous absentez. Retenez-le.
            </Text>
            <PinInput
              type="number"
              size="lg"
              aria-labelledby="pin-label"
              getInputProps={(index) => ({ "aria-label": `Chiffre ${index + 1} du code` })}
              {...form.getInputProps("pin")}
              error={form.errors.pin !== undefined}
            />
            {form.errors.pin !== undefined && (
              <Text size="sm" c="bad" mt={4}>
                {form.errors.pin}
              </Text>
            )}
          </div>
          <PracticeScan />
          {opening.isError && <OpeningFailure problem={asProblem(opening.error)} mayTakeOver={mayTakeOver} />}
          <Group>
            <Button type="submit" size="lg" loading={opening.isPending}>
              Ouvrir la caisse
            </Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}

interface RegisterChoiceProps {
  readonly value: string;
  readonly error: ReactNode;
  /** By number, who has it open. */
  readonly taken: ReadonlyMap<number, string> | undefined;
  readonly choose: (register: string) => void;
}

/** The numbers that stand on the tills. Drawn again when a number is chosen, not with each key of the fields beside it. */
const RegisterChoice = memo(function RegisterChoice({ value, error, taken, choose }: RegisterChoiceProps) {
  return (
    <Radio.Group label="Numéro de la caisse" size="md" value={value} error={error} onChange={choose}>
      <div className={classes.numbers}>
        {REGISTERS.map((number) => (
          <Radio.Card
            key={number}
            value={String(number)}
            className={classes.number ?? ""}
            data-taken={taken?.has(number) || undefined}
            aria-label={labelOf(number, taken?.get(number))}
          >
            {number}
            <Text span fz="sm" fw={500} truncate maw="100%" px={4}>
              {taken?.get(number) ?? "libre"}
            </Text>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
});

interface OpeningFailureProps {
  readonly problem: Problem;
  readonly mayTakeOver: (busy: Problem) => boolean;
}

/** One's own till, or a manager's business, has been asked about already. */
function OpeningFailure({ problem, mayTakeOver }: OpeningFailureProps) {
  if (problem.code !== "register_busy") return <ErrorState error={problem} />;
  if (mayTakeOver(problem)) return null;
  return (
    <Text c="bad.7" role="alert">
      {problem.message} Choisissez un autre numéro, ou demandez à un gestionnaire de la reprendre.
    </Text>
  );
}
