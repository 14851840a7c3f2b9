import { expect, test } from "vitest";
import type { Preview } from "./api";
import { errorRows } from "./error-rows";

const group = { code: "unknown_slot", title: "Aucun créneau", blocking: true, rows: 1, slot: null };

function problem(value: string, place = 0): Preview["problems"][number] {
  return {
    line: 3,
    person: 'ROUX "Anna"',
    email: "anna@example.org",
    column: "Séance",
    value,
    code: "unknown_slot",
    message: "Créez-le.",
    blocking: true,
    group: place,
  };
}

test("rows to mend are listed by group, with quotes and line breaks, and what only is to be known is not", () => {
  const groups = [group, { ...group, title: "Complet" }, { ...group, blocking: false }];
  const text = errorRows({ groups, problems: [problem("b", 1), problem("a\nb"), problem("c", 2)] });
  expect(text).toBe(
    '\ufeff"Ligne";"Nom";"E-mail";"Colonne";"Valeur";"Ce qui ne va pas"\r\n' +
      '"3";"ROUX ""Anna""";"anna@example.org";"Séance";"a\nb";"Aucun créneau. Créez-le."\r\n' +
      '"3";"ROUX ""Anna""";"anna@example.org";"Séance";"b";"Complet. Créez-le."\r\n',
  );
});

test.each(["=1+1", "+33612345678", "-1", "@SUM(A1)", "\tx", "\r=1", "  =1+1", "\n@x"])(
  "%j is written as text, so that opening the file runs nothing",
  (value) => {
    expect(errorRows({ groups: [group], problems: [problem(value)] })).toContain(`;"'${value}";`);
  },
);
