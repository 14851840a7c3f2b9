import { Button, Group, Kbd, Paper, Stack, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useDeskKeys } from "@/features/deposit/desk/input/use-desk-keys";
import { REASONS } from "@/features/deposit/desk/wording";
import { REFUSAL_REASONS, type RefusalReason } from "@/offline/decisions/commands";
import classes from "./ReasonChoice.module.css";

interface ReasonChoiceProps {
  readonly title: string;
  readonly onChoose: (reason: RefusalReason, text: string) => void;
  readonly onLeave: () => void;
}

/** The depositor reads it: a reason by a touch or its digit; another one in one's own words. */
export function ReasonChoice({ title, onChoose, onLeave }: ReasonChoiceProps) {
  const [writing, setWriting] = useState(false);
  const [text, setText] = useState("");
  const last = String(REFUSAL_REASONS.length);
  useDeskKeys(
    () => setWriting(true),
    (key) => key === last && !writing,
  );
  return (
    <Paper p="md" component="section" aria-label="Ligne en main">
      <Title order={2} mb="sm">
        {title}
      </Title>
      {writing ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onChoose("other", text.trim());
          }}
        >
          <Stack>
            <TextInput
              label="Raison"
              description="La personne qui dépose la lira."
              maxLength={200}
              autoFocus
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => event.key === "Escape" && onLeave()}
            />
            <Group justify="space-between">
              <Button variant="default" onClick={onLeave}>
                Ne pas refuser
              </Button>
              <Button type="submit" color="bad">
                Refuser
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <div className={classes.reasons}>
          {REFUSAL_REASONS.map((reason, at) => (
            <Button
              key={reason}
              variant="light"
              color="bad"
              justify="flex-start"
              mih={52}
              classNames={{ label: classes.words ?? "" }}
              leftSection={
                <Kbd aria-hidden className={classes.digit ?? ""}>
                  {at + 1}
                </Kbd>
              }
              onClick={() => (reason === "other" ? setWriting(true) : onChoose(reason, ""))}
            >
              {REASONS[reason]}
            </Button>
          ))}
          <Button variant="default" mih={52} onClick={onLeave}>
            Ne pas refuser
          </Button>
        </div>
      )}
    </Paper>
  );
}
