import { readFileSync, writeFileSync } from "node:fs";
import { admissionTable, TABLE_BEGINS } from "../packages/domain/src/admission-table.fixture";

const file = new URL("../docs/admission.md", import.meta.url);
const text = readFileSync(file, "utf8");
writeFileSync(file, `${text.slice(0, text.indexOf(TABLE_BEGINS))}${admissionTable()}`);
