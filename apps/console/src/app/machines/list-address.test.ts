import { describe, expect, it } from "vitest";
import {
  BY_NAME,
  chunkOf,
  columnsText,
  nextOrder,
  orderText,
  parseColumns,
  parseOrder,
  parsePlace,
} from "./list-address";

describe("the list of machines in its address", () => {
  it("has an order that comes back as it was written, and goes by name where it says nothing", () => {
    for (const order of [BY_NAME, { column: "cpu", descending: true } as const])
      expect(parseOrder(orderText(order))).toEqual(order);
    expect(orderText(BY_NAME)).toBe("");
    for (const text of ["", "colour", "-colour"]) expect(parseOrder(text)).toEqual(BY_NAME);
  });

  it("turns an order around, then goes back to names", () => {
    const once = nextOrder(BY_NAME, "cpu");
    const twice = nextOrder(once, "cpu");
    expect([once, twice, nextOrder(twice, "cpu")]).toEqual([
      { column: "cpu", descending: false },
      { column: "cpu", descending: true },
      BY_NAME,
    ]);
  });

  it("has columns in their own order, always with the name, and none in the address where they are the usual ones", () => {
    expect(parseColumns("mac,state,colour")).toEqual(["state", "name", "mac"]);
    expect(columnsText(parseColumns("colour"))).toBe("");
    expect(columnsText(parseColumns("mac,cpu"))).toBe("name,cpu,mac");
  });

  it("has a place, which is in the chunk that is asked for first", () => {
    expect(parsePlace("130")).toBe(130);
    expect(chunkOf(130)).toBe(128);
    for (const text of ["", "-3", "many", "12345678"]) expect(parsePlace(text)).toBe(0);
  });
});
