import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCircleCheck, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { keys } from "@/domain/keys";
import type { ItemList } from "@/domain/lists";
import { deleteList } from "@/features/lists/declare/api";
import { paths } from "@/lib/paths";
import { confirm } from "@/ui/dialog/confirm";
import { useAction } from "@/ui/use-action";

const ValidateDialog = lazy(() =>
  import("./ValidateDialog").then((module) => ({ default: module.ValidateDialog })),
);

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
      {opened && (
        <Suspense>
          <ValidateDialog list={list} onClose={close} />
        </Suspense>
      )}
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
