import { Button, Group, TextInput, UnstyledButton } from "@mantine/core";
import { type ComponentProps, useEffect, useRef } from "react";
import classes from "./SizeField.module.css";

interface SizeFieldProps extends ComponentProps<typeof TextInput> {
  readonly value: string;
}

/** A size as it is typed. */
export function SizeField(input: SizeFieldProps) {
  return <TextInput label="Taille" autoComplete="off" {...input} />;
}

interface SizeChipsProps {
  readonly rows: readonly (readonly string[])[];
  readonly value: string;
  /** Whether a bare number could be months or years. */
  readonly unitAsked: boolean;
  readonly choose: (size: string) => void;
}

/**
 * The sizes that there are, one tap each: rows to be swiped, which begin where the size is that was chosen last. A tap on that
 * one says it again, most often for the next article of the same child: it is taken away in the field alone.
 */
export function SizeChips({ rows, value, unitAsked, choose }: SizeChipsProps) {
  const size = value.trim();
  if (unitAsked && /^(?:[1-9]|1[0-8])$/.test(size)) {
    return (
      <Group gap="xs" role="group" aria-label="Taille en mois ou en ans ?">
        {["mois", "ans"].map((unit) => (
          <Button key={unit} variant="light" type="button" onClick={() => choose(`${size} ${unit}`)}>
            {size} {unit}
          </Button>
        ))}
      </Group>
    );
  }
  if (rows.length === 0) return null;
  return (
    <fieldset className={classes.rows} aria-label="Tailles proposées">
      {rows.map((row) => (
        <SizeRow key={row[0]} row={row} value={size} choose={choose} />
      ))}
    </fieldset>
  );
}

function SizeRow({
  row,
  value,
  choose,
}: Pick<SizeChipsProps, "value" | "choose"> & { readonly row: readonly string[] }) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [box, chip] = [strip.current, strip.current?.querySelector<HTMLElement>("[aria-pressed=true]")];
    if (box && chip) box.scrollLeft = chip.offsetLeft - (box.clientWidth - chip.offsetWidth) / 2;
  }, []);
  return (
    <div className={classes.row} ref={strip}>
      {row.map((size) => (
        <UnstyledButton
          key={size}
          type="button"
          className={classes.chip ?? ""}
          aria-pressed={size === value}
          onClick={() => choose(size)}
        >
          {size}
        </UnstyledButton>
      ))}
    </div>
  );
}
