import { randomUUID } from "node:crypto";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { IMAGE } from "./agent-setup";
import { carryOut, look } from "./look";
import { address, type LabSettings } from "./settings";

/** A small machine that boots the lab's test guest. */
export const testMachine = (lab: LabSettings, name: string, number: number): MachineDefinition => ({
  name,
  pairRef: lab.pairRef,
  side: "a",
  vcpus: 1,
  memoryMiB: 96,
  diskMiB: 64,
  image: IMAGE,
  mac: null,
  ip: address.guest(lab, number),
  guest: "linux",
  protection: HIGH_AVAILABILITY,
});

/**
 * Makes a machine at High Availability with the next free address.
 * @returns false where one of that name is there already; it stays as it is
 */
export async function makeMachine(lab: LabSettings, name: string): Promise<boolean> {
  const vms = (await look(lab)).filter((entity) => entity.kind === "vm");
  if (vms.some((vm) => vm.name === name)) return false;
  const taken = new Set(vms.map((vm) => vm.ip));
  let number = 1;
  while (taken.has(address.guest(lab, number))) number++;
  await carryOut(lab, { kind: "vm.create", definition: testMachine(lab, name, number) }, randomUUID(), 120_000);
  return true;
}
