import { Button, Checkbox, Group, List, Modal, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCircleCheck, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { refreshList } from "@/domain/lists";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { TextLink } from "@/ui/links";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { deleteList, type ItemList, validateList } from "./api";

/** What ends the writing of a list: validating it, or taking an empty one away. */
export function FinishCard({ list }: { readonly list: ItemList }) {
  const [opened, { open, close }] = useDisclosure(false);
  if (list.articles.length === 0) return <DeleteEmpty list={list} />;
  return (
    <Paper p="lg">
      <Stack align="flex-start">
        <div>
          <Title order={2}>Votre liste est complète ?</Title>
          <Text c="gray.7" mt={4}>
            Validez-la pour que vos étiquettes soient imprimées. Tant que ce n’est pas fait, tout reste
            modifiable.
          </Text>
        </div>
        <Button variant="light" leftSection={<IconCircleCheck size={20} aria-hidden />} onClick={open}>
          Valider ma liste
        </Button>
      </Stack>
      {opened && <ValidateDialog list={list} onClose={close} />}
    </Paper>
  );
}

function DeleteEmpty({ list }: { readonly list: ItemList }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const removal = useAction({
    run: () => deleteList(list.id),
    done: async () => {
      await navigate({ to: paths.home });
      queries.removeQueries({ queryKey: keys.list(list.id) });
      return `La liste ${list.number} est supprimée.`;
    },
    refreshes: [keys.me()],
  });
  const remove = async () => {
    const body =
      "Elle est vide. Vous pourrez en commencer une autre tant que la date limite n’est pas passée.";
    const title = `Supprimer la liste ${list.number}`;
    if (await confirm({ title, body, confirm: "Supprimer la liste", danger: true })) removal.mutate();
  };
  return (
    <Button
      variant="subtle"
      color="dark"
      leftSection={<IconTrash size={18} aria-hidden />}
      loading={removal.isPending}
      onClick={() => void remove()}
    >
      Supprimer cette liste vide
    </Button>
  );
}

function ValidateDialog({ list, onClose }: { readonly list: ItemList; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [accepted, setAccepted] = useState(false);
  const validation = useAction({
    run: () => validateList(list.id),
    done: async () => {
      onClose();
      await refreshList(queries, list.id);
      return `La liste ${list.number} est validée. Une confirmation vous est envoyée.`;
    },
    refusal: "here",
  });
  const clothes = list.counters.limits.find(({ rule }) => rule === "clothes_limit")?.used ?? 0;
  const problems = validation.isError ? asProblem(validation.error).errors : [];
  return (
    <Modal opened onClose={onClose} title={`Valider la liste ${list.number}`} size="lg">
      <Stack>
        <Text>
          <strong>{counted(list.counters.articles, "article")}</strong>, dont {counted(clothes, "vêtement")},
          pour <strong>{formatCents(list.counters.total_cents)}</strong> demandés.
        </Text>
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
              J’accepte les conditions de dépôt (<TextLink to={paths.rules}>les lire</TextLink>)
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
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Continuer à la remplir
          </Button>
          <Button disabled={!accepted} loading={validation.isPending} onClick={() => validation.mutate()}>
            Valider définitivement
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
