import { Group, Input, Text } from "@mantine/core";
import { TimeInput } from "@mantine/dates";
import type { ReactNode } from "react";
import type { Hours } from "./hours";

interface HoursFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
  readonly value: Hours;
  readonly onChange: (hours: Hours) => void;
  /** By which the form finds the field that a refusal is about. */
  readonly "data-path"?: string;
}

/** From when to when, on a day that the label tells. */
export function HoursField({
  label,
  description,
  error,
  disabled,
  value,
  onChange,
  ...rest
}: HoursFieldProps) {
  const { "data-path": path } = rest;
  const shared = {
    size: "md",
    disabled: disabled === true,
    error: error != null && error !== false,
  } as const;
  return (
    <Input.Wrapper size="md" label={label} description={description} error={error} labelElement="div">
      <Group gap="sm" wrap="nowrap" my={4}>
        <TimeInput
          {...shared}
          aria-label={`${label}, de`}
          data-path={path}
          value={value.starts_at}
          onChange={(event) => onChange({ ...value, starts_at: event.currentTarget.value })}
        />
        <Text>à</Text>
        <TimeInput
          {...shared}
          aria-label={`${label}, à`}
          value={value.ends_at}
          onChange={(event) => onChange({ ...value, ends_at: event.currentTarget.value })}
        />
      </Group>
    </Input.Wrapper>
  );
}
