import { type Edition, type Facts, isSilent, type LiveFigures, type Till } from "@/domain/editions";
import type { ListSummary } from "@/domain/lists";
import { isToPay } from "@/domain/payouts";
import { daysUntil } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { counted, rangesInWords } from "@/lib/words";

/** One thing to do, with the page where it is done. */
export interface Todo {
  readonly text: string;
  readonly detail?: string;
  readonly done: boolean;
  readonly to:
    | typeof paths.configuration
    | typeof paths.slots
    | typeof paths.billetweb
    | typeof paths.registrations
    | typeof paths.declarations
    | typeof paths.lists
    | typeof paths.labels
    | typeof paths.sales
    | typeof paths.payouts
    | typeof paths.closing;
  readonly search?: Readonly<Record<string, string>>;
}

/** What the manager of an edition does next, in the order in which it is done. */
export function todosOf(edition: Edition, facts: Facts, now = new Date()): readonly Todo[] {
  switch (edition.status) {
    case "draft":
    case "configured":
      return preparation(edition, facts);
    case "registrations_open":
      return declaration(edition, facts, now);
    case "deposit":
      return deposit(facts);
    case "sale":
      return sale(facts, now);
    case "settlement":
      return settlement(facts);
    default:
      return [];
  }
}

function preparation(edition: Edition, { slots, registrations }: Facts): readonly Todo[] {
  const places = slots.reduce((sum, slot) => sum + slot.capacity, 0);
  return [
    {
      text: "Fixer les dates et la commission",
      done: edition.declaration_deadline != null && edition.sale_days.length > 0,
      to: paths.configuration,
    },
    {
      text: "Créer les créneaux de dépôt",
      ...(slots.length > 0 && {
        detail: `${counted(slots.length, "créneau", "créneaux")}, ${counted(places, "place")}`,
      }),
      done: slots.length > 0,
      to: paths.slots,
    },
    {
      text: "Importer les inscriptions de Billetweb",
      detail: "Le premier import ouvre les inscriptions et envoie les invitations.",
      done: registrations.length > 0,
      to: paths.billetweb,
    },
  ];
}

function declaration(edition: Edition, { registrations, lists }: Facts, now: Date): readonly Todo[] {
  const asleep = registrations.filter(({ depositor }) => depositor.state === "invited").length;
  const started = new Set(lists.map((list) => list.depositor.id));
  const idle = registrations.filter(({ depositor }) => !started.has(depositor.id)).length;
  const deadline = edition.declaration_deadline;
  const days = deadline ? daysUntil(deadline, now) : undefined;
  if (registrations.length === 0)
    return [{ text: "Importer les inscriptions de Billetweb", done: false, to: paths.billetweb }];
  const limit =
    days === undefined ? "" : days < 0 ? ", date limite passée" : `, limite dans ${counted(days, "jour")}`;
  return [
    {
      text:
        asleep > 0
          ? counted(asleep, "compte pas encore activé", "comptes pas encore activés")
          : "Tous les comptes sont activés",
      done: asleep === 0,
      to: paths.registrations,
      search: { compte: "invited" },
    },
    {
      text:
        idle > 0
          ? counted(idle, "déposant n’a pas commencé sa liste", "déposants n’ont pas commencé leur liste")
          : "Tous les déposants ont commencé leur liste",
      done: idle === 0,
      to: paths.declarations,
      search: { etat: "none" },
    },
    unvalidated(lists, limit),
    ...labels(lists),
  ];
}

/** Who is to be reminded; else the lists that were begun beside a validated one. */
function unvalidated(lists: readonly ListSummary[], limit: string): Todo {
  const drafts = lists.filter((list) => list.state === "draft");
  const declared = new Set(lists.filter((list) => list.state !== "draft").map((list) => list.depositor.id));
  const late = new Set(drafts.map((list) => list.depositor.id).filter((id) => !declared.has(id)));
  if (late.size > 0) {
    return {
      text: `${counted(late.size, "déposant a commencé sans valider", "déposants ont commencé sans valider")}${limit}`,
      ...(drafts.length > late.size && {
        detail: counted(drafts.length, "liste non validée", "listes non validées"),
      }),
      done: false,
      to: paths.declarations,
      search: { etat: "begun" },
    };
  }
  return {
    text:
      drafts.length > 0
        ? `${counted(drafts.length, "liste non validée", "listes non validées")}${limit}`
        : lists.length === 0
          ? `Aucune liste commencée${limit}`
          : "Toutes les listes commencées sont validées",
    done: drafts.length === 0 && lists.length > 0,
    to: paths.lists,
    search: { etat: "draft" },
  };
}

function labels(lists: readonly ListSummary[]): readonly Todo[] {
  const ready = lists.filter((list) => list.state === "validated" || list.state === "reviewed");
  if (ready.length === 0) return [];
  const unmade = ready.filter((list) => list.label_state === "none").length;
  const unprinted = ready.filter((list) => list.label_state === "generated").length;
  return [
    {
      text: unmade > 0 ? `Étiquettes à préparer pour ${counted(unmade, "liste")}` : "Étiquettes préparées",
      ...(unprinted > 0 && { detail: `${counted(unprinted, "liste")} à imprimer` }),
      done: unmade === 0 && unprinted === 0,
      to: paths.labels,
    },
  ];
}

function deposit({ lists }: Facts): readonly Todo[] {
  const waiting = lists.filter((list) => list.state === "validated").length;
  const accepted = lists.filter((list) => list.state === "reviewed").length;
  return [
    ...labels(lists),
    {
      text:
        waiting > 0
          ? `${counted(waiting, "liste")} à accepter`
          : accepted > 0
            ? "Toutes les listes sont acceptées"
            : "Aucune liste acceptée pour le moment",
      ...(accepted > 0 && { detail: counted(accepted, "déjà acceptée", "déjà acceptées") }),
      done: waiting === 0 && accepted > 0,
      to: paths.lists,
      search: { etat: "validated" },
    },
  ];
}

function sale({ live }: Facts, now: Date): readonly Todo[] {
  if (live === undefined) return [];
  const open = live.tills.filter((till) => till.state === "open");
  const silent = open.filter((till) => isSilent(till, now.getTime()));
  return [
    {
      text:
        open.length > 0
          ? counted(open.length, "caisse ouverte", "caisses ouvertes")
          : "Aucune caisse ouverte pour le moment",
      ...(silent.length > 0 && { detail: silentWords(silent) }),
      done: open.length > 0 && silent.length === 0,
      to: paths.sales,
    },
    ...disputes(live),
  ];
}

function silentWords(silent: readonly Till[]): string {
  const numbers = silent.map(({ register_number }) => register_number);
  return `${silent.length < 2 ? "Caisse" : "Caisses"} ${rangesInWords(numbers)} sans nouvelles : allez voir, puis comptez-les si leur journée est finie.`;
}

function disputes(live: LiveFigures): readonly Todo[] {
  return [
    {
      text:
        live.conflicts > 0
          ? `${counted(live.conflicts, "conflit")} de vente à régler`
          : "Aucun conflit de vente",
      done: live.conflicts === 0,
      to: paths.sales,
    },
    {
      text:
        live.quarantined > 0
          ? `${counted(live.quarantined, "ticket")} en quarantaine`
          : "Aucun ticket en quarantaine",
      done: live.quarantined === 0,
      to: paths.sales,
    },
    ...(live.lines_without_owner > 0
      ? [
          {
            text: counted(live.lines_without_owner, "vente sans article", "ventes sans article"),
            done: false,
            to: paths.sales,
          },
        ]
      : []),
    ...(live.prices_to_decide > 0
      ? [
          {
            text: counted(live.prices_to_decide, "prix payé à décider", "prix payés à décider"),
            done: false,
            to: paths.sales,
          },
        ]
      : []),
  ];
}

function settlement({ payouts, live }: Facts): readonly Todo[] {
  const open = live?.tills.filter((till) => till.state === "open").length ?? 0;
  const toPay = payouts.filter(isToPay);
  const absent = payouts.filter(({ state }) => state === "absent").length;
  const overpaid = payouts.filter(({ state }) => state === "overpaid").length;
  const sum = toPay.reduce((cents, payout) => cents + payout.to_pay_cents, 0);
  return [
    {
      text:
        open > 0
          ? `${counted(open, "caisse encore ouverte", "caisses encore ouvertes")} : compter et fermer`
          : "Toutes les caisses sont fermées",
      done: open === 0,
      to: paths.sales,
    },
    ...(live === undefined ? [] : disputes(live)),
    {
      text:
        payouts.length > 0
          ? counted(payouts.length, "reversement calculé", "reversements calculés")
          : "Calculer les reversements",
      done: payouts.length > 0,
      to: paths.payouts,
    },
    {
      text:
        toPay.length > 0
          ? `${counted(toPay.length, "reversement")} à payer, ${formatExactCents(sum)}`
          : payouts.length > 0
            ? "Les reversements sont payés"
            : "Payer les reversements",
      ...(absent > 0 && {
        detail: `${counted(absent, "personne absente", "personnes absentes")} à recontacter`,
      }),
      done: payouts.length > 0 && toPay.length === 0,
      to: paths.payouts,
      search: { etat: "todo" },
    },
    ...(overpaid > 0
      ? [
          {
            text: `${counted(overpaid, "déposant a reçu", "déposants ont reçu")} ${overpaid < 2 ? "plus que son dû" : "plus que leur dû"}`,
            done: false,
            to: paths.payouts,
            search: { etat: "differ" },
          },
        ]
      : []),
    { text: "Vérifier et clôturer l’édition", done: false, to: paths.closing },
  ];
}
