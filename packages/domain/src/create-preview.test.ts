import { describe, expect, it } from "vitest";
import { previewCreate } from "./create-preview";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, PROTECTION_OF_STOP, type Protection, UNPROTECTED } from "./level";
import type { MachineWorld } from "./machine-admission";
import { machineDefinitionSchema } from "./machine-definition";
import { MACHINE_TEMPLATES } from "./machine-template";
import { facts } from "./pair.fixture";

const yes = { supported: true } as const;
const world = {
  facts: facts({ machines: [] }),
  pairNames: ["lit"],
  names: ["orders-db"],
  macs: {},
  images: null,
  capabilities: { "high-availability": yes, "fault-tolerance": yes } as MachineWorld["capabilities"],
};
const definition = (protection: Protection) => ({
  name: "web-01",
  pairRef: "lit",
  side: "a" as const,
  vcpus: 2,
  memoryMiB: 4096,
  diskMiB: 20_480,
  image: null,
  mac: null,
  ip: null,
  guest: "linux" as const,
  protection,
});
const survives = (protection: Protection) => {
  const { after } = previewCreate(definition(protection), world);
  return [after["host-a"].outcome, after["host-b"].outcome];
};

describe("a machine before it is made", () => {
  it("would survive what its level says, on the side where it begins", () => {
    expect(survives(UNPROTECTED)).toEqual(["stops", "goes-on"]);
    expect(survives(HIGH_AVAILABILITY)).toEqual(["restarts", "goes-on"]);
    expect(survives(FAULT_TOLERANCE)).toEqual(["goes-on", "goes-on"]);
  });

  it("is judged by the admission that is asked when it is made", () => {
    const { verdict, findings } = previewCreate({ ...definition(HIGH_AVAILABILITY), name: "orders-db" }, world);
    expect(verdict).toBe("block");
    expect(findings.filter((finding) => finding.verdict === "block")).toMatchObject([
      { field: "name", value: "orders-db", limit: "one machine of a name", remedy: "Choose another name." },
    ]);
  });

  it("is refused, with the backend's own reason, where the backend makes none", () => {
    const reason = "Machines of this pool are made in its own console.";
    const unable = {
      ...world,
      capabilities: { ...world.capabilities, "create-machine": { supported: false, reason } },
    };
    expect(previewCreate(definition(HIGH_AVAILABILITY), unable).findings).toMatchObject([
      { check: "capability", verdict: "block", sentence: reason, field: "pairRef", value: "lit" },
    ]);
  });
});

it.each(MACHINE_TEMPLATES.map((template) => [template.key, template] as const))(
  "the template %s is a definition without its name",
  (_, { guest, vcpus, memoryMiB, diskMiB, stop }) => {
    const made = { ...definition(PROTECTION_OF_STOP[stop]), guest, vcpus, memoryMiB, diskMiB };
    expect(machineDefinitionSchema.parse(made)).toEqual(made);
    expect(previewCreate(made, world).verdict).not.toBe("block");
  },
);
