import { readFileSync, writeFileSync } from "node:fs";
import { scenarioTable, TABLE_BEGINS } from "../packages/orchestrator-simulator/test/scenario-table";

const file = new URL("../docs/scenarios.md", import.meta.url);
const text = readFileSync(file, "utf8");
const begins = text.indexOf(TABLE_BEGINS);
const table = scenarioTable();
writeFileSync(file, `${begins < 0 ? text : text.slice(0, begins)}${table}`);
console.log(table);
