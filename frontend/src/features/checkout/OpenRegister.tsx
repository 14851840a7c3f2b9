import {
  Alert,
  Anchor,
  Button,
  Group,
  Paper,
  PinInput,
  Radio,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconCashRegister } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { parseEuros } from "@/lib/money";
import { useReachable } from "@/lib/network";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/problem";
import { useIdentity } from "@/lib/session";
import { lockWith } from "@/offline/pin";
import { importKey } from "@/offline/signing";
import { confirm } from "@/ui/confirm";
import { Page } from "@/ui/Page";
import { EmptyState, ErrorState, Loaded } from "@/ui/states";
import { openRegister, type SellingEdition, sellingEditions } from "./api";
import { ClosedNotice, type ClosedRegister } from "./ClosedNotice";
import { ImportQueue } from "./ImportQueue";
import classes from "./OpenRegister.module.css";
import { useTill, useTillState } from "./till-context";

const REGISTERS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Opening a till: which edition, which number, what is in the drawer, a PIN for the lock. Needs the network, once. */
export function OpenRegister({ closed }: { readonly closed: ClosedRegister | undefined }) {
  const editions = useQuery(sellingEditions());
  return (
    <main className={classes.place} id="contenu">
      <Page
        title="Ouvrir une caisse"
        lead="Une fois ouverte, elle continue de vendre même si le réseau tombe."
        action={
          <Anchor component={Link} to={paths.home}>
            Revenir à l’accueil
          </Anchor>
        }
        narrow
      >
        {closed !== undefined && <ClosedNotice {...closed} />}
        <Leftovers />
        <Loaded query={editions}>
          {(open) =>
            open.length === 0 ? (
              <EmptyState icon={IconCashRegister} title="Aucune vente en cours">
                Les caisses s’ouvrent quand un gestionnaire a ouvert la vente. Demandez-lui, puis revenez ici.
              </EmptyState>
            ) : (
              <OpeningForm editions={open} />
            )
          }
        </Loaded>
      </Page>
    </main>
  );
}

function Leftovers() {
  const { strays } = useTillState();
  if (strays.length === 0) return null;
  return (
    <Alert color="orange" title="Des tickets d’une ouverture précédente attendent">
      {strays.length} ticket{strays.length > 1 ? "s sont gardés" : " est gardé"} sur cet appareil et partir
      {strays.length > 1 ? "ont" : "a"} à l’ouverture de la caisse.
    </Alert>
  );
}

function OpeningForm({ editions }: { readonly editions: readonly SellingEdition[] }) {
  const { till, exchange } = useTill();
  const who = useIdentity();
  const reachable = useReachable();
  const form = useForm({
    initialValues: { editionId: editions[0]?.id ?? "", register: "", float: "", pin: "" },
    validateInputOnBlur: true,
    validate: {
      register: (register) => (register === "" ? "Choisissez le numéro collé sur la caisse" : null),
      float: (float) => (parseEuros(float) === undefined ? "Tapez un montant, par exemple 50" : null),
      pin: (pin) => (/^\d{4}$/.test(pin) ? null : "Quatre chiffres"),
    },
  });

  const opening = useMutation({
    mutationFn: async (takeOver: boolean) => {
      const { editionId, register, float, pin } = form.values;
      const edition = editions.find((one) => one.id === editionId);
      if (edition === undefined) return;
      const askedAt = Date.now();
      const granted = await openRegister(editionId, Number(register), parseEuros(float) ?? 0, takeOver);
      // The server's time is that of half-way between question and answer.
      const here = (askedAt + Date.now()) / 2;
      await till.begin({
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
      });
      await exchange.beat();
    },
    onError: async (thrown) => {
      const problem = asProblem(thrown);
      if (problem.code !== "register_busy") return;
      const yes = await confirm({
        title: `La caisse ${form.values.register} est déjà ouverte`,
        body: `${problem.message} La reprendre ferme l’autre : les tickets qui y attendent encore pourront tout de même partir.`,
        confirm: "Reprendre cette caisse",
      });
      if (yes) opening.mutate(true);
    },
  });

  return (
    <Stack>
      <form noValidate onSubmit={form.onSubmit(() => opening.mutate(false))}>
        <Paper p="lg">
          <Stack gap="lg">
            {editions.length > 1 ? (
              <Select
                label="Vente"
                size="md"
                allowDeselect={false}
                data={editions.map(({ id, name, isTraining }) => ({
                  value: id,
                  label: isTraining ? `${name} (entraînement)` : name,
                }))}
                {...form.getInputProps("editionId")}
              />
            ) : (
              <Text fw={600}>{editions[0]?.name}</Text>
            )}
            <Radio.Group label="Numéro de la caisse" size="md" {...form.getInputProps("register")}>
              <div className={classes.numbers}>
                {REGISTERS.map((number) => (
                  <Radio.Card key={number} value={String(number)} className={classes.number ?? ""}>
                    {number}
                  </Radio.Card>
                ))}
              </div>
            </Radio.Group>
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
            {!reachable && (
              <Alert color="orange">Il faut le réseau pour ouvrir une caisse. Ensuite elle s’en passe.</Alert>
            )}
            {opening.isError && asProblem(opening.error).code !== "register_busy" && (
              <ErrorState error={opening.error} />
            )}
            <Group>
              <Button type="submit" size="lg" loading={opening.isPending}>
                Ouvrir la caisse
              </Button>
            </Group>
          </Stack>
        </Paper>
      </form>
      <ImportQueue editionId={form.values.editionId} />
    </Stack>
  );
}
