import { NativeSelect } from "@mantine/core";
import { useTableSearch } from "./table-search";

interface FilterSelectProps {
  /** What it is about: `État`. */
  readonly label: string;
  /** Its name in the address. */
  readonly name: string;
  /** What choosing nothing means: `Tous les états`. */
  readonly all: string;
  /** Each value of the address with its words, in their order. */
  readonly choices: Readonly<Record<string, string | { readonly words: string }>>;
}

/** One filter of the table in view; it stands in the address. */
export function FilterSelect({ label, name, all, choices }: FilterSelectProps) {
  const { search, change } = useTableSearch();
  return (
    <NativeSelect
      aria-label={label}
      style={{ flex: "1 1 140px" }}
      maw={320}
      value={search[name] ?? ""}
      data={[
        { value: "", label: all },
        ...Object.entries(choices).map(([value, words]) => ({
          value,
          label: typeof words === "string" ? words : words.words,
        })),
      ]}
      onChange={(event) => change({ [name]: event.currentTarget.value || undefined })}
    />
  );
}
