import { UNPROTECTED } from "@v-available/domain/level";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { Refusal } from "@v-available/domain/refusal";
import { expect, it } from "vitest";
import { newMachine, type Taken } from "./new-machine";

const definition: MachineDefinition = {
  name: "ledger",
  pairRef: "pair-1",
  side: "a",
  vcpus: 1,
  memoryMiB: 96,
  diskMiB: 64,
  image: null,
  mac: null,
  ip: null,
  guest: "linux",
  protection: UNPROTECTED,
};
const config = {
  pairRef: "pair-1",
  side: "a" as const,
  capacity: { cores: 4, memoryMiB: 1_024 },
  host: { ref: "host-a", name: "Host A", siteRef: "site-1" },
  images: { gone: { kind: "disk" as const, file: "/nonexistent/disk.raw" } },
};
const taken: Taken = { names: ["web"], macs: ["52:54:00:00:00:01"], memoryMiB: 900 };
const random = () => new Uint8Array([0, 0, 2]);

it("makes a machine with a MAC of its own", async () => {
  const { machine, diskImage } = await newMachine(definition, config, taken, random);
  expect(machine).toMatchObject({ name: "ledger", mac: "52:54:00:00:00:02", diskBytes: 64 * 1024 * 1024 });
  expect(diskImage).toBeNull();
});

it("draws another MAC when the first is taken", async () => {
  let last = 0;
  const { machine } = await newMachine(definition, config, taken, () => new Uint8Array([0, 0, ++last]));
  expect(machine.mac).toBe("52:54:00:00:00:02");
});

it.each([
  ["pairRef", { pairRef: "pair-2" }, "not-found"],
  ["name", { name: "web" }, "conflict"],
  ["mac", { mac: "52:54:00:00:00:01" }, "conflict"],
  ["memoryMiB", { memoryMiB: 125 }, "blocked"],
  ["vcpus", { vcpus: 5 }, "blocked"],
  ["image", { image: "none" }, "not-found"],
  ["image", { image: "gone" }, "not-found"],
] as const)("refuses a wrong %s with field, value, limit and remedy", async (field, part, code) => {
  const asked = { ...definition, ...part };
  const error = await newMachine(asked, config, taken, random).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refusal);
  const { detail } = error as Refusal;
  expect(detail).toMatchObject({ code, field: `definition.${field}`, value: asked[field] });
  expect(detail.limit).toBeTruthy();
  expect(detail.remedy).toBeTruthy();
});
