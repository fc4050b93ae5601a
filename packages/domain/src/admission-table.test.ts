import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { admissionTable, TABLE_BEGINS } from "./admission-table.fixture";

it("the table in the documents is what admission answers; npm run admission writes it", () => {
  const text = readFileSync(new URL("../../../docs/admission.md", import.meta.url), "utf8");
  expect(text.slice(text.indexOf(TABLE_BEGINS))).toBe(admissionTable());
});
