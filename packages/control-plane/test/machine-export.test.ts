import { expect, it } from "vitest";
import { csvLine } from "../src/csv";
import { exportMachinesInput, findMachinesInput } from "../src/vm/input";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

async function exported(input: object) {
  const { fileName, chunks } = await on.world.desk.queries.machineExport(exportMachinesInput.parse(input));
  let text = "";
  for await (const chunk of chunks) text += chunk;
  const [head = "", ...lines] = text.split("\r\n");
  expect(lines.pop(), "a line ends with a line feed").toBe("");
  return { fileName, head, lines };
}

it("writes all that match in their order, with units in the head and the time at which it was true", async () => {
  const input = { filter: "level:ft,ha", sort: { column: "memory", descending: true } };
  const { rows } = await on.world.desk.queries.machineFind(findMachinesInput.parse(input));
  const { head, lines, fileName } = await exported({ ...input, columns: ["memory", "cpu", "pair", "site"] });
  expect(head).toBe("name,pair,site,CPU load (%),memory (GiB),as of (UTC)");
  expect(lines.map((line) => line.split(",")[0])).toEqual(rows.map(({ name }) => name));
  expect(lines[0]).toMatch(/,\d+(\.\d+)?,\d+(\.\d+)?,\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(fileName).toMatch(/^machines-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
});

it("has every column where none is named, each once", async () => {
  const { head, lines } = await exported({});
  const names = head.split(",");
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["state", "declared level", "MAC address", "disk (GiB)"]));
  for (const line of lines) expect(line.split(",")).toHaveLength(names.length);
});

it("quotes as RFC 4180 has it, and lets no text be taken for a formula", () => {
  expect(csvLine(['a "b", c', "two\r\nlines", null, -3])).toBe('"a ""b"", c","two\r\nlines",,-3\r\n');
  for (const begin of ["=", "+", "-", "@", "\t", "\r"])
    expect(csvLine([`${begin}HYPERLINK(x)`])).toContain(`'${begin}HYPERLINK`);
});

it("refuses a query that means nothing", async () => {
  await expect(exported({ filter: "state:brokn" })).rejects.toMatchObject({ detail: { field: "filter.state" } });
});
