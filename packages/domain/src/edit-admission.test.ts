import { describe, expect, it } from "vitest";
import { admitEdit } from "./edit-admission";
import { refusalOf } from "./finding";
import { alone, available, facts, host } from "./pair.fixture";

const GIB = 1024;
const off = available({ desiredPower: "off", memoryMiB: 8 * GIB });
const edit = { name: off.name, vcpus: 4, memoryMiB: 16 * GIB };
const world = facts({
  hosts: { a: host("a", { memoryMiB: 64 * GIB }), b: host("b", { memoryMiB: 64 * GIB }) },
  machines: [off],
});

describe("another name or size of a machine that is off", () => {
  it("is admitted where both hosts would carry it", () => {
    expect(refusalOf(admitEdit(off, edit, world, ["web-01"]))).toBeNull();
    expect(refusalOf(admitEdit(off, edit, world, [off.name]))).toBeNull();
  });

  it.each([
    [{ name: "web-01" }, { code: "conflict", field: "name", value: "web-01", limit: "one machine of a name" }],
    [{ memoryMiB: 65 * GIB }, { code: "blocked", field: "memoryMiB", value: 65 * GIB, limit: "at most 65,536 MiB" }],
    [{ vcpus: 49 }, { code: "blocked", field: "vcpus", value: 49, limit: "at most 48" }],
  ])("refuses %o with field, value, limit and remedy", (change, expected) => {
    const detail = refusalOf(admitEdit(off, { ...edit, ...change }, world, ["web-01"]));
    expect(detail).toMatchObject(expected);
    expect(detail?.remedy).toMatch(/\.$/);
  });

  it("counts what the partner would have to run as well, by its level", () => {
    const other = available({ ref: "vm-2", name: "web-01", activeSide: "b", memoryMiB: 40 * GIB });
    const full = { ...world, machines: [off, other] };
    expect(refusalOf(admitEdit(off, { ...edit, memoryMiB: 32 * GIB }, full, []))).toMatchObject({
      field: "memoryMiB",
      message: expect.stringContaining("alone would need 72 GiB and has 64 GiB"),
    });
    const single = alone({ desiredPower: "off" });
    expect(
      refusalOf(admitEdit(single, { ...edit, memoryMiB: 32 * GIB }, { ...full, machines: [single, other] }, [])),
    ).toBeNull();
  });

  it("waits until both hosts can hear of it", () => {
    const hosts = { ...world.hosts, b: host("b", { state: "Failed" }) };
    expect(refusalOf(admitEdit(off, edit, { ...world, hosts }, []))).toMatchObject({
      code: "blocked",
      field: "machineId",
      message: "lit-b is Failed and would go on with the old definition.",
      remedy: "Bring lit-b back first.",
    });
  });
});
