import { TextInput } from "@mantine/core";

/** First and last name, which browsers fill in by themselves. `of` gives what binds a field to its form. */
export function NameFields({ of }: { of: (field: "first_name" | "last_name") => object }) {
  return (
    <>
      <TextInput label="Prénom" autoComplete="given-name" required {...of("first_name")} />
      <TextInput label="Nom" autoComplete="family-name" required {...of("last_name")} />
    </>
  );
}
