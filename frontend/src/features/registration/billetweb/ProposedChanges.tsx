import { Checkbox, List, Paper, Stack, Text, Title } from "@mantine/core";
import { unbroken } from "@/lib/words";
import type { Preview } from "./api";

type Proposal = Preview["changes"][number];

const KINDS: Readonly<Record<Proposal["kind"], string>> = {
  cancelled: "Désinscrire",
  slot: "Changer de créneau",
  email: "Changer d’adresse e-mail",
  phone: "Changer de téléphone",
};

interface ProposedChangesProps {
  readonly changes: readonly Proposal[];
  readonly ticked: ReadonlySet<string>;
  readonly tick: (ids: ReadonlySet<string>) => void;
}

/** What has changed on Billetweb about people who are registered: each change is made only when it is ticked. */
export function ProposedChanges({ changes, ticked, tick }: ProposedChangesProps) {
  const possible = changes.filter((change) => change.possible);
  const others = changes.filter((change) => !change.possible);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(id);
    else next.delete(id);
    tick(next);
  };
  return (
    <Paper p="lg" component="section">
      <Title order={2}>Ce qui a changé sur Billetweb</Title>
      <Text c="gray.7" mb="md">
        Ces personnes sont déjà inscrites. Cochez ce qui doit changer ici aussi ; le reste sera proposé de
        nouveau au prochain import.
      </Text>
      <Stack gap="md">
        {possible.map((change) => (
          <Checkbox
            key={change.id}
            size="md"
            checked={ticked.has(change.id)}
            onChange={(event) => toggle(change.id, event.currentTarget.checked)}
            label={`${KINDS[change.kind]} : ${change.person}`}
            description={<Difference change={change} />}
          />
        ))}
      </Stack>
      {others.length > 0 && (
        <>
          <Title order={3} fz="md" mt="lg" mb="xs">
            À voir avec la personne
          </Title>
          <List spacing="sm">
            {others.map((change) => (
              <List.Item key={change.id}>
                <Text fw={500}>{change.person}</Text>
                <Difference change={change} />
                <Text size="sm">{unbroken(change.message)}</Text>
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Paper>
  );
}

function Difference({ change }: { readonly change: Proposal }) {
  return (
    <Text span size="sm" c="gray.7" style={{ overflowWrap: "anywhere" }}>
      {`Ligne ${change.line} · ici : ${change.before || "rien"} → Billetweb : ${change.after}`}
    </Text>
  );
}
