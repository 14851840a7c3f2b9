import { expect, test } from "vitest";
import { decoded } from "./text-file";

const bytes = (...values: readonly number[]) => new Uint8Array(values).buffer;
const utf8 = (text: string) => new TextEncoder().encode(text).slice().buffer;

test("a table is read as spreadsheets write it", () => {
  expect(decoded(utf8("Prénom;Nom\nZoé;Œuf"))).toBe("Prénom;Nom\nZoé;Œuf");
  expect(decoded(utf8("\ufeffPrénom"))).toBe("Prénom");
  expect(decoded(bytes(0x50, 0x72, 0xe9, 0x6e, 0x6f, 0x6d))).toBe("Prénom");
  expect(decoded(bytes(0xff, 0xfe, 0x5a, 0x00, 0xe9, 0x00))).toBe("Zé");
  expect(decoded(bytes(0xfe, 0xff, 0x00, 0x5a, 0x00, 0xe9))).toBe("Zé");
});

test("a workbook is no table of text", () => {
  expect(decoded(bytes(0x50, 0x4b, 3, 4, 20, 0, 1, 2))).toBeUndefined();
  expect(decoded(bytes(0, 1, 2))).toBeUndefined();
});
