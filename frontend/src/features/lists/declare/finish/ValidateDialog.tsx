import { Checkbox, List, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ItemList, refreshList } from "@/domain/lists";
import { validateList } from "@/features/lists/declare/api";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { counted } from "@/lib/words";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { TextLink } from "@/ui/links";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { MoneyAtStake } from "./MoneyAtStake";

interface ValidateDialogProps {
  readonly list: ItemList;
  readonly onClose: () => void;
}

/** The last look at a list before it is frozen. */
export function ValidateDialog({ list, onClose }: ValidateDialogProps) {
  const queries = useQueryClient();
  const [accepted, setAccepted] = useState(false);
  const validation = useAction({
    run: () => validateList(list.id),
    done: async () => {
      onClose();
      await refreshList(queries, list.id);
      // "Validée" and the copy stand on top.
      window.scrollTo({ top: 0 });
      // Nobody is written to from a training edition.
      return `La liste ${list.number} est validée.${list.edition.is_training ? "" : " Une confirmation vous est envoyée."}`;
    },
    refusal: "here",
  });
  const full = list.counters.limits.some(({ rule, used, max }) => rule === "list_full" && used >= max);
  const clothes = list.counters.limits.find(({ rule }) => rule === "clothes_limit")?.used ?? 0;
  const problems = validation.isError ? asProblem(validation.error).errors : [];
  return (
    <FormDialog
      title={`Valider la liste ${list.number}`}
      size="lg"
      submit="Valider définitivement"
      cancel={full ? "Pas encore" : "Continuer à la remplir"}
      ready={accepted}
      pending={validation.isPending}
      onSubmit={() => validation.mutate()}
      onClose={onClose}
    >
      <Text>
        <strong>{counted(list.counters.articles, "article")}</strong>, dont {counted(clothes, "vêtement")},
        pour <strong>{formatCents(list.counters.total_cents)}</strong> demandés.
      </Text>
      <MoneyAtStake list={list} />
      <List spacing="xs">
        <List.Item>Une fois validée, la liste ne change plus : ni ajout, ni retrait, ni prix.</List.Item>
        <List.Item>Au dépôt, un bénévole contrôle chaque article et peut en refuser.</List.Item>
        <List.Item>Les invendus non repris au jour de restitution sont donnés à une association.</List.Item>
      </List>
      <Checkbox
        size="md"
        checked={accepted}
        onChange={(event) => setAccepted(event.currentTarget.checked)}
        label={
          <>
            J’accepte les conditions de dépôt (
            <TextLink to={paths.openRules} target="_blank">
              les lire
            </TextLink>
            )
          </>
        }
      />
      {problems.length > 0 ? (
        <List c="bad.8" role="alert">
          {problems.map((problem) => (
            <List.Item key={`${problem.field}-${problem.code}`}>{problem.message}</List.Item>
          ))}
        </List>
      ) : (
        validation.isError && <ErrorState error={validation.error} />
      )}
    </FormDialog>
  );
}
