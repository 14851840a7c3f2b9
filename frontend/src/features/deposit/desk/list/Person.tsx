import { Alert, Button, Group, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft, IconClock } from "@tabler/icons-react";
import { useState } from "react";
import { LIST_TYPES, type ListType } from "@/domain/lists";
import { useDesk, useDeskState } from "@/features/deposit/desk/desk-context";
import { outOfTime, personOf, slotOf } from "@/features/deposit/desk/wording";
import { type DeskList, listsBeside } from "@/offline/decisions/lists";
import { type Checks, reviewOf } from "@/offline/decisions/review";
import { ListSwatch } from "@/ui/ListSwatch";
import type { Deeds } from "./use-deeds";

interface PersonProps {
  readonly list: DeskList;
  readonly checks: Checks;
  readonly deeds: Deeds;
  readonly onOpen: (list?: DeskList) => void;
}

/** Who stands at the table, their lists, and what is checked before the lines. */
export function Person({ list, checks, deeds, onOpen }: PersonProps) {
  const { desk } = useDesk();
  const late = outOfTime(list, desk.clock.now());
  const set = (kind: "identity" | "residence" | "envelope") => (value: boolean) =>
    void deeds.check({ kind, value });
  return (
    <Stack gap="xs">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Button variant="default" px="xs" aria-label="Une autre personne" onClick={() => onOpen()}>
          <IconArrowLeft size={22} aria-hidden />
        </Button>
        <ListSwatch list={{ number: list.number, color: { hex: list.label_color } }} />
        <div style={{ minWidth: 0 }}>
          <Title order={1} fz="h2" lh={1.2}>
            {personOf(list)}
          </Title>
          <Text c="gray.7">
            {LIST_TYPES[list.list_type as ListType]} · {slotOf(list)}
          </Text>
        </div>
      </Group>
      {late !== undefined && (
        <Alert color="waiting" icon={<IconClock aria-hidden />} role="status" py="xs">
          {late} Vous pouvez continuer.
        </Alert>
      )}
      <Group gap="lg" style={{ rowGap: 4 }}>
        <Beside list={list} onOpen={onOpen} />
        <Check label="Identité vue" checked={checks.identity} onChange={set("identity")} />
        {list.residents_only && (
          <Check label="Domicile vu" checked={checks.residence} onChange={set("residence")} />
        )}
        <Check label="Enveloppe reçue" checked={checks.envelope} onChange={set("envelope")} />
        <Remark key={checks.remark} remark={checks.remark} deeds={deeds} />
      </Group>
    </Stack>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (value: boolean) => void;
}

function Check({ label, checked, onChange }: CheckProps) {
  return (
    <Switch
      size="md"
      label={label}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** The other lists of the same person, each with how far it is. */
function Beside({ list, onOpen }: Pick<PersonProps, "list" | "onOpen">) {
  const { desk } = useDesk();
  const { lists } = useDeskState();
  const others = listsBeside(list, lists.values()).filter(({ id }) => id !== list.id);
  if (others.length === 0) return null;
  return (
    <Group gap="xs">
      <Text>Aussi :</Text>
      {others.map((other) => {
        const { finished, toDo } = reviewOf(other, desk.standingOf(other.id));
        return (
          <Button key={other.id} variant="light" size="sm" onClick={() => onOpen(other)}>
            Liste {other.number} – {finished ? "terminée" : `${toDo} à faire`}
          </Button>
        );
      })}
    </Group>
  );
}

/** Shown when there is one or somebody wants one; written down with Enter, or when the field is left. */
function Remark({ remark, deeds }: { readonly remark: string; readonly deeds: Deeds }) {
  const [writing, setWriting] = useState(false);
  const [text, setText] = useState(remark);
  const keep = () => {
    setWriting(false);
    if (text.trim() !== remark) void deeds.check({ kind: "remark", value: text.trim() });
  };
  if (!writing) {
    return (
      <Button variant="subtle" size="sm" px="xs" onClick={() => setWriting(true)}>
        {remark === "" ? "Remarque…" : `Remarque : ${remark}`}
      </Button>
    );
  }
  return (
    <TextInput
      aria-label="Remarque"
      placeholder="Remarque, puis Entrée"
      autoFocus
      maxLength={200}
      autoComplete="off"
      style={{ flex: "1 1 220px" }}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") {
          setText(remark);
          setWriting(false);
        }
      }}
    />
  );
}
