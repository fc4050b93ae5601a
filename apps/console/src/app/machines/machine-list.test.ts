import type { MachineRow } from "@v-available/api/view/machine";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { matchesQuery } from "@v-available/domain/machine-match";
import { parseMachineQuery } from "@v-available/domain/machine-query";
import { describe, expect, it } from "vitest";
import { BY_NAME, nextOrder, ordered, orderText, parseOrder } from "./machine-order";
import { erp } from "./machine-row.fixture";
import { subjectOf } from "./machine-subject";

const finds = (text: string, state = erp.headline.state) =>
  matchesQuery(parseMachineQuery(text).terms, subjectOf({ row: erp, state }));

describe("the filter of machines", () => {
  it.each(["", "erp", "ERP db", "level:ft", "level:dr", "site:little", "site:new", "pair:lit host:lit-a", "power:on"])(
    "finds it by %j",
    (text) => expect(finds(text)).toBe(true),
  );
  it.each(["orders", "level:ha", "site:nashua", "host:lit-b", "power:off", "erp level:ha"])(
    "does not find it by %j",
    (text) => expect(finds(text)).toBe(false),
  );
  it("asks for the state that is believed, however it is written", () => {
    expect(finds("state:protected")).toBe(true);
    expect(finds("state:protected", "Unknown")).toBe(false);
    expect(finds("state:at-risk", "AtRisk")).toBe(true);
    expect(finds("state:unk", "Unknown")).toBe(true);
  });
  it("asks the row for what it has, and for what it must not have", () => {
    expect(finds("memory=48 vcpus=8 cpu=54 -level:ha")).toBe(true);
    expect(finds("-site:little")).toBe(false);
    expect(finds("cpu>80")).toBe(false);
  });
});

describe("the order of machines", () => {
  const web: MachineRow = {
    ...erp,
    id: "2",
    name: "web-2",
    declared: HIGH_AVAILABILITY,
    declaredStop: "high-availability",
  };
  const web10: MachineRow = { ...web, id: "3", name: "web-10" };
  const rows = [
    { row: web10, state: "Down" as const },
    { row: erp, state: "Protected" as const },
    { row: web, state: "Unknown" as const },
  ];
  const namesBy = (text: string) => ordered(rows, parseOrder(text)).map(({ row }) => row.name);

  it("counts the numbers in names", () => expect(namesBy("")).toEqual(["erp-db", "web-2", "web-10"]));
  it("puts the worst state first", () => expect(namesBy("state")).toEqual(["web-2", "web-10", "erp-db"]));
  it("turns around and keeps names in order among equals", () =>
    expect(namesBy("-level")).toEqual(["erp-db", "web-2", "web-10"]));
  it("survives the way through the URL, and a wrong one is by name", () => {
    expect(parseOrder(orderText({ column: "cpu", descending: true }))).toEqual({ column: "cpu", descending: true });
    expect(orderText(BY_NAME)).toBe("");
    expect(parseOrder("colour")).toEqual(BY_NAME);
  });
  it("goes up, down and back to names", () => {
    const up = nextOrder(BY_NAME, "cpu");
    const down = nextOrder(up, "cpu");
    expect([up, down, nextOrder(down, "cpu")]).toEqual([
      { column: "cpu", descending: false },
      { column: "cpu", descending: true },
      BY_NAME,
    ]);
  });
});
