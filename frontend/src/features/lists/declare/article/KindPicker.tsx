import { Alert, List, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconHandStop, IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { Catalogue, Counters } from "@/domain/articles";
import { fullLimit, type KindInCategory, type RefusedKind, reasonOf } from "@/domain/articles";
import { paths } from "@/lib/paths";
import { sentence } from "@/lib/words";
import { iconOf } from "@/ui/category-icons";
import { TextLink } from "@/ui/links";
import classes from "./KindPicker.module.css";
import { searchKinds } from "./search-kinds";

interface KindPickerProps {
  readonly catalogue: Catalogue;
  readonly counters: Counters;
  /** The kind of the article being changed: its own place counts as free. */
  readonly replaced: string | undefined;
  /** The category that is open at first: most often the next thing is of the same sort. */
  readonly first: string | undefined;
  /** Another article has just been entered here: the focus is led to what comes next, and no keyboard opens. */
  readonly again: boolean;
  readonly choose: (kind: string) => void;
}

/** First what sort of thing it is, by pictogram or by word; then which one exactly. */
export function KindPicker({ catalogue, counters, replaced, first, again, choose }: KindPickerProps) {
  const [text, setText] = useState("");
  // A list begins with clothes, on paper too.
  const [category, setCategory] = useState(first ?? catalogue.categories[0]?.code);
  // Once the pictograms are known one line of them is enough.
  const [known, setKnown] = useState(first !== undefined);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (again) body.current?.focus({ preventScroll: true });
  }, [again]);
  const [full, setFull] = useState<string>();
  const searching = text.trim() !== "";
  const { kinds, refused } = searchKinds(catalogue, text);
  const offered = searching ? kinds : kinds.filter((found) => found.category.code === category);
  const pick = (found: KindInCategory) => {
    const limit = fullLimit(catalogue, counters, found.kind.code, replaced);
    setFull(limit);
    if (limit === undefined) choose(found.kind.code);
  };
  return (
    <div className={classes.body} ref={body} tabIndex={-1}>
      <TextInput
        size="md"
        aria-label="Chercher un genre d’article"
        placeholder="Chercher : robe, puzzle, poussette…"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {!searching && (
        <div className={classes.categories} data-line={known || undefined}>
          {catalogue.categories.map(({ code, french }) => {
            const Icon = iconOf(code);
            return (
              <UnstyledButton
                key={code}
                className={classes.category ?? ""}
                aria-pressed={category === code}
                {...(known && { "aria-label": french, title: french })}
                onClick={() => {
                  setCategory(code);
                  setKnown(true);
                }}
              >
                <Icon size={26} aria-hidden />
                {!known && french}
              </UnstyledButton>
            );
          })}
        </div>
      )}
      {!searching && known && (
        <Text fw={600} mb={-8}>
          {catalogue.categories.find(({ code }) => code === category)?.french}
        </Text>
      )}
      {full !== undefined && (
        <Alert color="waiting" role="alert">
          {full}
        </Alert>
      )}
      <div className={classes.kinds}>
        {offered.map((found) => (
          <UnstyledButton
            key={found.kind.code}
            className={classes.kind ?? ""}
            data-full={fullLimit(catalogue, counters, found.kind.code, replaced) !== undefined || undefined}
            onClick={() => pick(found)}
          >
            {sentence(found.kind.french)}
          </UnstyledButton>
        ))}
      </div>
      {searching && offered.length === 0 && refused.length === 0 && (
        <Text c="gray.7">
          Rien de ce nom. Essayez un autre mot, ou effacez-le et cherchez sous le pictogramme qui convient.
        </Text>
      )}
      {refused.length > 0 && <Refused catalogue={catalogue} kinds={refused} />}
    </div>
  );
}

function Refused({
  catalogue,
  kinds,
}: {
  readonly catalogue: Catalogue;
  readonly kinds: readonly RefusedKind[];
}) {
  return (
    <Alert
      color="waiting"
      icon={<IconHandStop aria-hidden />}
      title="La bourse ne peut pas prendre"
      role="status"
    >
      <List spacing={4}>
        {kinds.slice(0, 5).map((kind) => (
          <List.Item key={kind.code}>
            <strong>{sentence(kind.french)}</strong>. {reasonOf(catalogue, kind)}
          </List.Item>
        ))}
      </List>
      <TextLink to={paths.openRules} target="_blank">
        Voir tout le règlement
      </TextLink>
    </Alert>
  );
}
