import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";
import { readTime, timeInWords } from "./time";

interface TimeFieldProps extends Omit<TextInputProps, "value" | "onChange"> {
  /** `17:00`; empty while what is typed is no hour. */
  readonly value?: string;
  readonly onChange?: (time: string) => void;
}

/** An hour as it is said, `17 h 00`, in every browser; `17:00`, `17h` and `1700` can be typed. */
export function TimeField({ value = "", onChange, onBlur, ...input }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>();
  const strange = typed !== undefined && typed !== "" && readTime(typed) === undefined;
  return (
    <TextInput
      size="md"
      placeholder="17 h 00"
      autoComplete="off"
      {...input}
      value={typed ?? timeInWords(value)}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange?.(readTime(currentTarget.value) ?? "");
      }}
      onBlur={(event) => {
        if (!strange) setTyped(undefined);
        onBlur?.(event);
      }}
      error={strange ? "Une heure, par exemple 17 h 30" : input.error}
    />
  );
}
