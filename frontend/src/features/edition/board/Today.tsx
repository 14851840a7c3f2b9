import { Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Edition, editionQuery } from "@/domain/editions";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { EditionBadge } from "@/ui/EditionBadge";
import { LinkButton } from "@/ui/links";
import { Loaded } from "@/ui/states";
import { TodoList } from "./TodoList";
import { type Todo, todosOf } from "./todos";
import { useFacts } from "./use-facts";

/** What a button to a page of the checklist says. */
const VERBS: Readonly<Record<Todo["to"], string>> = {
  [paths.configuration]: "Fixer les dates",
  [paths.slots]: "Créer les créneaux",
  [paths.billetweb]: "Importer les inscriptions",
  [paths.registrations]: "Voir les inscriptions",
  [paths.declarations]: "Relancer les déposants",
  [paths.lists]: "Voir les listes",
  [paths.labels]: "Préparer les étiquettes",
  [paths.sales]: "Suivre la vente",
  [paths.payouts]: "Traiter les reversements",
  [paths.closing]: "Vérifier la clôture",
};

/** What the edition in view needs today, in numbers, with one button for what comes first. */
export function Today({ id }: { readonly id: string }) {
  const edition = useQuery(editionQuery(id));
  return <Loaded query={edition}>{(found) => <Standing edition={found} />}</Loaded>;
}

function Standing({ edition }: { readonly edition: Edition }) {
  const facts = useFacts(edition);
  return (
    <Loaded query={facts}>
      {(known) => {
        const open = todosOf(edition, known).filter(({ done }) => !done);
        const [first] = open;
        return (
          <Stack gap="md" component="section" aria-label={edition.name}>
            <Group justify="space-between" gap="sm">
              <div>
                <Group gap="sm">
                  <Title order={2}>{edition.name}</Title>
                  <EditionBadge status={edition.status} />
                </Group>
                <Text c="gray.7">
                  {open.length === 0
                    ? "Rien ne vous attend aujourd’hui."
                    : `${counted(open.length, "chose", "choses")} à faire.`}
                </Text>
              </div>
              <LinkButton
                size="lg"
                to={first?.to ?? paths.edition}
                params={{ editionId: edition.id }}
                search={(first?.search ?? {}) as never}
              >
                {first === undefined ? "Ouvrir le tableau de bord" : VERBS[first.to]}
              </LinkButton>
            </Group>
            <TodoList edition={edition} todos={open} />
          </Stack>
        );
      }}
    </Loaded>
  );
}
