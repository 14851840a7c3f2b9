import { Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { nameOf } from "@/domain/people";
import { useDesk, useDeskState } from "@/features/deposit/desk/desk-context";
import { slotOf } from "@/features/deposit/desk/wording";
import { counted, type StateWords } from "@/lib/words";
import type { DeskList } from "@/offline/decisions/lists";
import { type Review, reviewOf } from "@/offline/decisions/review";
import { ListSwatch } from "@/ui/ListSwatch";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./FoundLists.module.css";

interface FoundListsProps {
  readonly title: string;
  readonly lists: readonly DeskList[];
  readonly onOpen: (list: DeskList) => void;
}

/** Lists to choose from, with where each stands. */
export function FoundLists({ title, lists, onOpen }: FoundListsProps) {
  const { desk } = useDesk();
  useDeskState();
  return (
    <Stack gap="xs" component="section">
      <Title order={2} fz="md">
        {title}
      </Title>
      {lists.map((list) => {
        const state = stateOf(reviewOf(list, desk.standingOf(list.id)));
        return (
          <UnstyledButton key={list.id} className={classes.list ?? ""} onClick={() => onOpen(list)}>
            <ListSwatch list={{ number: list.number, color: { hex: list.label_color } }} />
            <span className={classes.who}>
              <Text component="span" display="block" fw={650}>
                {nameOf(list.depositor)}
              </Text>
              <Text component="span" display="block" c="gray.7">
                {slotOf(list)}
              </Text>
            </span>
            <StateBadge tone={state.tone}>{state.words}</StateBadge>
          </UnstyledButton>
        );
      })}
    </Stack>
  );
}

function stateOf({ finished, started, toDo, lines }: Review): StateWords {
  if (finished) return { words: "Terminée", tone: "good" };
  if (toDo === 0 && lines.length > 0) return { words: "À terminer", tone: "waiting" };
  return { words: `${counted(toDo, "ligne")} à faire`, tone: started ? "waiting" : "neutral" };
}
