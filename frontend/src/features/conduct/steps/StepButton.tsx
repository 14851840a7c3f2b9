import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Edition, Facts } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { formatDate, formatInstant, localParts } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { counted, unbroken } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { ReasonDialog } from "@/ui/dialog/ReasonDialog";
import { LinkButton } from "@/ui/links";
import { notifyProblem } from "@/ui/notice/notify";
import { useAction } from "@/ui/use-action";
import { endSale, endSaleChecksQuery, openDeposits, type PlainStep, type StepCheck, takeStep } from "./api";

interface StepButtonProps {
  readonly edition: Edition;
  readonly facts: Facts;
}

/** The one step that comes next for an edition, after a question that says in numbers what it does. */
export function StepButton({ edition, facts }: StepButtonProps) {
  switch (edition.status) {
    case "draft":
      return (
        <LinkButton to={paths.configuration} params={{ editionId: edition.id }}>
          Configurer l’édition
        </LinkButton>
      );
    case "configured":
      return facts.registrations.length === 0 ? (
        <LinkButton to={paths.billetweb} params={{ editionId: edition.id }}>
          Importer les inscriptions
        </LinkButton>
      ) : (
        <PlainStepButton
          edition={edition}
          step="open-registrations"
          label="Rouvrir les inscriptions"
          body="Les déposants pourront de nouveau remplir leurs listes."
          done="Les inscriptions sont ouvertes."
        />
      );
    case "registrations_open":
      return <OpenDepositsButton edition={edition} facts={facts} />;
    case "deposit":
      return <OpenSaleButton edition={edition} facts={facts} />;
    case "sale":
      return <EndSaleButton edition={edition} facts={facts} />;
    case "settlement":
      return (
        <LinkButton to={paths.payouts} params={{ editionId: edition.id }}>
          Traiter les reversements
        </LinkButton>
      );
    default:
      return null;
  }
}

interface PlainStepButtonProps {
  readonly edition: Edition;
  readonly step: PlainStep;
  readonly label: string;
  readonly body: string;
  readonly done: string;
}

function PlainStepButton({ edition, step, label, body, done }: PlainStepButtonProps) {
  const taking = useAction({
    run: () => takeStep(edition.id, step),
    done,
    refreshes: [keys.edition(edition.id)],
  });
  const ask = async () => {
    if (await confirm({ title: label, body, confirm: label })) taking.mutate();
  };
  return (
    <Button loading={taking.isPending} onClick={() => void ask()}>
      {label}
    </Button>
  );
}

function OpenDepositsButton({ edition, facts }: StepButtonProps) {
  const [asking, { open, close }] = useDisclosure(false);
  const deadline = edition.declaration_deadline;
  const early = deadline != null && new Date(deadline) > new Date();
  const validated = facts.lists.filter((list) => list.state === "validated").length;
  const drafts = facts.lists.filter((list) => list.state === "draft").length;
  const body = (
    <>
      <Text>
        {counted(validated, "liste validée attend", "listes validées attendent")} le dépôt.{" "}
        {drafts > 0 && (
          <strong>
            {counted(drafts, "liste non validée sera mise", "listes non validées seront mises")} de côté.
          </strong>
        )}
      </Text>
      {early && (
        <Text mt="sm">
          La date limite de déclaration n’est pas encore passée ({formatInstant(deadline)}) : dites pourquoi
          vous ouvrez avant.
        </Text>
      )}
    </>
  );
  const taking = useAction({
    run: (reason: string) => openDeposits(edition.id, reason),
    done: "Le dépôt est ouvert.",
    refreshes: [keys.edition(edition.id)],
    refusal: "here",
  });
  const ask = async () => {
    if (early) return open();
    if (await confirm({ title: "Ouvrir le dépôt", body, confirm: "Ouvrir le dépôt" })) {
      taking.mutate("", { onError: notifyProblem });
    }
  };
  return (
    <>
      <Button loading={taking.isPending} onClick={() => void ask()}>
        Ouvrir le dépôt
      </Button>
      {asking && (
        <ReasonDialog
          title="Ouvrir le dépôt en avance"
          body={body}
          confirm="Ouvrir le dépôt"
          send={taking.mutateAsync}
          onClose={close}
        />
      )}
    </>
  );
}

function OpenSaleButton({ edition, facts }: StepButtonProps) {
  const accepted = facts.lists.filter((list) => list.state === "reviewed");
  const articles = accepted.reduce((sum, list) => sum + list.article_count, 0);
  const waiting = facts.lists.filter((list) => list.state === "validated").length;
  const [first] = edition.sale_days ?? [];
  const early =
    first !== undefined && first > localParts(new Date().toISOString()).day
      ? `La vente est prévue à partir du ${formatDate(first)} : vous l’ouvrez avant. `
      : "";
  return (
    <PlainStepButton
      edition={edition}
      step="open-sale"
      label="Ouvrir la vente"
      body={`${early}En vente, moins les articles refusés : ${counted(articles, "article")} de ${counted(accepted.length, "liste acceptée", "listes acceptées")}.${
        waiting > 0
          ? ` ${counted(waiting, "liste n’est pas acceptée et restera", "listes ne sont pas acceptées et resteront")} hors de la vente.`
          : ""
      }`}
      done="La vente est ouverte : les caisses peuvent encaisser."
    />
  );
}

/** Ends the sale; before its planned end, or while tills are open, for a reason. */
function EndSaleButton({ edition, facts }: StepButtonProps) {
  const [asking, { open, close }] = useDisclosure(false);
  const queries = useQueryClient();
  const sold = facts.live?.articles_sold ?? 0;
  const left = (facts.live?.articles_offered ?? 0) - sold;
  const [against, setAgainst] = useState<readonly StepCheck[]>([]);
  const ending = useAction({
    run: ({ overrides, reason }: { overrides: StepCheck["code"][]; reason: string }) =>
      endSale(edition.id, overrides, reason),
    done: "La vente est terminée. Calculez maintenant les reversements.",
    refreshes: [keys.edition(edition.id)],
    refusal: "here",
  });
  const looking = useAction({ run: () => queries.fetchQuery(endSaleChecksQuery(edition.id)) });
  const body = `${counted(sold, "article vendu", "articles vendus")} ; ${counted(left, "article restant devient invendu", "articles restants deviennent invendus")}. Les tickets gardés hors ligne seront encore repris.`;
  const label = "Terminer la vente";
  const ask = async () => {
    const { checks } = await looking.mutateAsync();
    if (checks.length > 0) {
      setAgainst(checks);
      return open();
    }
    if (await confirm({ title: label, body, confirm: label, danger: true })) {
      ending.mutate({ overrides: [], reason: "" }, { onError: notifyProblem });
    }
  };
  return (
    <>
      <Button
        loading={looking.isPending || ending.isPending}
        onClick={() => void ask().catch(() => undefined)}
      >
        {label}
      </Button>
      {asking && (
        <ReasonDialog
          title="Terminer la vente maintenant ?"
          body={
            <>
              {against.map(({ code, message }) => (
                <Text key={code} fw={600}>
                  {unbroken(message)}
                </Text>
              ))}
              <Text mt="sm">{body}</Text>
            </>
          }
          confirm={label}
          danger
          send={(reason) => ending.mutateAsync({ overrides: against.map(({ code }) => code), reason })}
          onClose={close}
        />
      )}
    </>
  );
}
