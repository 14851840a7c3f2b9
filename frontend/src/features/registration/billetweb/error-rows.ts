import type { Preview } from "./api";

/** What a spreadsheet program would take for a formula when a cell begins with it. */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

/** The rows to mend as a table for spreadsheet programs, the worst group first, as they stand on the screen. */
export function errorRows({ problems, groups }: Pick<Preview, "problems" | "groups">): string {
  const rows = groups.flatMap((group, place) =>
    problems
      .filter((problem) => problem.group === place && group.blocking)
      .map(({ line, person, email, column, value, message }) => [
        String(line),
        person,
        email,
        column,
        value,
        `${group.title}. ${message}`,
      ]),
  );
  const table = [["Ligne", "Nom", "E-mail", "Colonne", "Valeur", "Ce qui ne va pas"], ...rows];
  return `\ufeff${table.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

/** A cell as text: opening the file runs nothing. */
function cell(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
