import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { MACHINE_LIMITS, type MachineDefinition } from "@v-available/domain/machine-definition";
import type { RefusalCode } from "@v-available/domain/refusal";
import { expect } from "vitest";
import type { Command } from "../command";
import type { CaseOf } from "./case";
import { type ContractWorld, carryOut, definitionOf, expectRefused, machine, newKey, refusalOf } from "./world";

/** What is wrong, as the field that the refusal must name, and the codes that fit. */
type Wrong = readonly [string, (world: ContractWorld) => Partial<MachineDefinition>, string, readonly RefusalCode[]];

const WRONG: readonly Wrong[] = [
  ["too little memory", () => ({ memoryMiB: MACHINE_LIMITS.memoryMiB.min - 1 }), "memoryMiB", ["invalid"]],
  ["memory in fractions", () => ({ memoryMiB: 128.5 }), "memoryMiB", ["invalid"]],
  [
    "more memory than the host has",
    () => ({ memoryMiB: MACHINE_LIMITS.memoryMiB.max }),
    "memoryMiB",
    ["invalid", "blocked"],
  ],
  ["no vCPU", () => ({ vcpus: 0 }), "vcpus", ["invalid"]],
  ["a disk too small", () => ({ diskMiB: MACHINE_LIMITS.diskMiB.min - 1 }), "diskMiB", ["invalid"]],
  ["a name with capitals", () => ({ name: "Contract-Bad" }), "name", ["invalid"]],
  ["an unknown pair", () => ({ pairRef: "no-such-pair" }), "pairRef", ["not-found"]],
  ["an image that is not there", () => ({ image: "no-such-image" }), "image", ["not-found"]],
  ["a MAC that is none", () => ({ mac: "not-a-mac" }), "mac", ["invalid"]],
  ["the name of another machine", (world) => ({ name: machine(world).name }), "name", ["conflict"]],
  ["the MAC of another machine", (world) => ({ mac: machine(world).mac }), "mac", ["conflict"]],
];

/** Makes the machine that the later cases use. */
export const createCases: readonly CaseOf[] = [
  {
    id: "create",
    title: "a machine that was asked for runs, as it was asked for",
    needs: "create-machine",
    async run(world) {
      const { harness, watcher } = world;
      const definition = definitionOf(world, { name: "contract-one" });
      await carryOut(world, { kind: "vm.create", definition }, harness.limits.commandMs + harness.limits.bootMs);
      const named = watcher.vmNamed("contract-one");
      expect(named).toMatchObject({
        pairRef: harness.pairRef,
        vcpus: definition.vcpus,
        memoryMiB: definition.memoryMiB,
        diskMiB: definition.diskMiB,
        guest: definition.guest,
        activeSide: "a",
        declared: definition.protection,
        desiredPower: "on",
      });
      world.machineRef = named?.ref ?? "";
      await harness.settle(
        () => machine(world).instances.a === "Running",
        "the machine to run on A",
        harness.limits.bootMs,
      );
      expect(machine(world).register?.owner).toBe("a");
      expect(machine(world).mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
      // Nobody asked for a device of a host; a backend that cannot tell says so.
      expect(machine(world).passthroughDevices ?? []).toEqual([]);
    },
  },
  {
    id: "idempotent",
    title: "the same task key again answers with the same task and does nothing twice, also after a reconnect",
    needs: "create-machine",
    async run(world) {
      const { harness, watcher, orchestrator } = world;
      const key = newKey(world, "twice");
      const command: Command = { kind: "vm.stop", vmRef: world.machineRef };
      const [first, second] = await Promise.all([
        orchestrator.execute(command, key),
        orchestrator.execute(command, key),
      ]);
      expect(second.key).toBe(first.key);
      await harness.settle(() => watcher.tasks.get(key)?.state === "succeeded", "the stop", harness.limits.commandMs);
      const connection = await harness.connect();
      // Were it carried out once more it would be refused: the machine is stopped by now.
      expect(await connection.execute(command, key)).toMatchObject({ key, state: "succeeded" });
      await connection.close();
      const reused = await refusalOf(orchestrator.execute({ kind: "vm.delete", vmRef: world.machineRef }, key));
      expect(reused.code, "the key of another command").toBe("conflict");
      await carryOut(
        world,
        { kind: "vm.start", vmRef: world.machineRef },
        harness.limits.commandMs + harness.limits.bootMs,
      );
      expect(watcher.vms().filter((vm) => vm.name === "contract-one")).toHaveLength(1);
      await harness.settle(() => machine(world).instances.a === "Running", "the start", harness.limits.bootMs);
    },
  },
  {
    id: "bad-definition",
    title: "a wrong definition is refused with field, value, limit and remedy, and nothing half-made is left",
    needs: "create-machine",
    async run(world) {
      const { harness, watcher } = world;
      const before = watcher
        .vms()
        .map((vm) => vm.ref)
        .sort();
      for (const [what, part, field, codes] of WRONG) {
        const definition = { ...definitionOf(world, { name: "contract-bad" }), ...part(world) };
        const detail = await expectRefused(world, { kind: "vm.create", definition }, codes);
        expect(detail.field, what).toMatch(new RegExp(`(^|\\.)${field}$`));
        expect(detail.value, what).toBe(definition[field as keyof MachineDefinition]);
        expect(detail.limit, what).toBeTruthy();
        expect(detail.remedy, what).toBeTruthy();
      }
      await harness.pass(2_000);
      expect(
        watcher
          .vms()
          .map((vm) => vm.ref)
          .sort(),
      ).toEqual(before);
      const running = [...watcher.tasks.values()].filter((task) => task.state === "running");
      expect(running).toEqual([]);
    },
  },
  {
    id: "unknown-machine",
    title: "a command to a machine that is not there is refused as not found",
    async run(world) {
      const vmRef = "no-such-machine";
      for (const command of [
        { kind: "vm.start", vmRef },
        { kind: "vm.stop", vmRef },
        { kind: "vm.delete", vmRef },
        { kind: "vm.protect", vmRef, protection: HIGH_AVAILABILITY },
        { kind: "vm.switch-active", vmRef, to: "b" },
      ] satisfies Command[]) {
        const detail = await expectRefused(world, command, "not-found");
        expect(detail.field).toBe("vmRef");
        expect(detail.value).toBe(vmRef);
      }
    },
  },
];
