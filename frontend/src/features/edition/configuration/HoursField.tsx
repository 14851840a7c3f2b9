import { Group, Input, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { TimeField } from "@/ui/form/TimeField";
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
    disabled: disabled === true,
    error: error != null && error !== false,
  } as const;
  return (
    <Input.Wrapper size="md" label={label} description={description} error={error} labelElement="div">
      <Group gap="sm" wrap="nowrap" my={4}>
        <TimeField
          {...shared}
          aria-label={`${label}, de`}
          data-path={path}
          value={value.starts_at}
          onChange={(starts_at) => onChange({ ...value, starts_at })}
        />
        <Text>à</Text>
        <TimeField
          {...shared}
          aria-label={`${label}, à`}
          value={value.ends_at}
          onChange={(ends_at) => onChange({ ...value, ends_at })}
        />
      </Group>
    </Input.Wrapper>
  );
}
