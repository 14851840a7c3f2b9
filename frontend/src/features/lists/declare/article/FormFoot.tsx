import { Alert, Button, Checkbox, Stack, Text } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { paths } from "@/lib/paths";
import type { Problem } from "@/lib/server/problem";
import { TextLink } from "@/ui/links";
import { ErrorState } from "@/ui/states";
import classes from "./FormFoot.module.css";

const SUSPECTED = "blacklist_suspected";

interface FormFootProps {
  /** The box that vouches for the article's state, with the sentence of its category. */
  readonly conformity: ComponentProps<typeof Checkbox>;
  /** What is wrong with fields that may be out of sight. */
  readonly wrong: string | undefined;
  /** What the server answered. */
  readonly problem: Problem | undefined;
  readonly pending: boolean;
  /** Saves although the article looks like a refused one. */
  readonly insist: () => void;
  /** Saves, then begins another one; only for new articles. */
  readonly again: (() => void) | undefined;
}

/** What stays in sight however long the form is: the box to tick, what went wrong, saving. */
export function FormFoot({ conformity, wrong, problem, pending, insist, again }: FormFootProps) {
  return (
    <div className={classes.foot}>
      <Checkbox size="md" className={classes.whole ?? ""} {...conformity} />
      <div className={classes.trouble} aria-live="assertive">
        {troubleOf(wrong, problem, pending, insist)}
      </div>
      {again !== undefined && (
        <Button variant="light" size="lg" px="xs" disabled={pending} onClick={again}>
          Et un autre
        </Button>
      )}
      <Button type="submit" size="lg" px="xs" loading={pending}>
        Enregistrer
      </Button>
    </div>
  );
}

function troubleOf(
  wrong: string | undefined,
  problem: Problem | undefined,
  pending: boolean,
  insist: () => void,
): ReactNode {
  if (problem?.code === SUSPECTED) {
    return <Suspicion message={problem.message} pending={pending} insist={insist} />;
  }
  if (wrong !== undefined) {
    return (
      <Text c="bad.8" fw={500} role="alert">
        {wrong}
      </Text>
    );
  }
  return problem === undefined ? null : <ErrorState error={problem} />;
}

interface SuspicionProps {
  readonly message: string;
  readonly pending: boolean;
  readonly insist: () => void;
}

function Suspicion({ message, pending, insist }: SuspicionProps) {
  return (
    <Alert color="waiting" title="À vérifier avant d’enregistrer" role="alert">
      <Stack gap="sm" align="flex-start">
        <Text>{message}</Text>
        <Button color="waiting" variant="white" loading={pending} onClick={insist}>
          Ce n’en est pas un : enregistrer
        </Button>
        <TextLink to={paths.openRules} target="_blank">
          Relire le règlement
        </TextLink>
      </Stack>
    </Alert>
  );
}
