import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  UNPROTECTED,
  withRecovery,
} from "@v-available/domain/level";
import { MACHINE_LIMITS } from "@v-available/domain/machine-definition";
import { expect } from "vitest";
import type { Capability } from "../capability";
import type { Command } from "../command";
import type { CaseOf } from "./case";
import { type ContractWorld, carryOut, expectRefused, isMirrored, isSolo, machine, runsOn } from "./world";

type Ask = (vmRef: string) => Command;
const start: Ask = (vmRef) => ({ kind: "vm.start", vmRef });
const stop: Ask = (vmRef) => ({ kind: "vm.stop", vmRef });
const remove: Ask = (vmRef) => ({ kind: "vm.delete", vmRef });
const switchTo =
  (to: "a" | "b"): Ask =>
  (vmRef) => ({ kind: "vm.switch-active", vmRef, to });
const protect =
  (protection: Protection): Ask =>
  (vmRef) => ({ kind: "vm.protect", vmRef, protection });

/** Each of these must be refused as illegal and leave the machine exactly as it was. */
async function expectIllegal(world: ContractWorld, ...asks: Ask[]): Promise<void> {
  const facts = () => {
    const { desiredPower, declared, register, instances, activeSide } = machine(world);
    return { desiredPower, declared, register, instances, activeSide };
  };
  const before = facts();
  for (const ask of asks) await expectRefused(world, ask(world.machineRef), "illegal-transition");
  await world.harness.pass(1_000);
  expect(facts()).toEqual(before);
}

/** Runs in this order: the machine is taken from running unprotected, through its levels, to gone. */
export const risingCases: readonly CaseOf[] = [
  {
    id: "illegal-while-unprotected",
    title: "running and unprotected: it can't be started, deleted, switched or set to the level it has",
    async run(world) {
      await expectIllegal(world, start, remove, switchTo("b"), protect(UNPROTECTED));
    },
  },
  {
    id: "lacking-level",
    title: "a level that the backend lacks is refused with the backend's own reason",
    async run(world) {
      const levels: readonly (readonly [Capability, Protection])[] = [
        ["fault-tolerance", FAULT_TOLERANCE],
        ["remote-availability", { ...HIGH_AVAILABILITY, separation: "site" }],
        ["disaster-recovery", withRecovery(HIGH_AVAILABILITY)],
      ];
      for (const [capability, protection] of levels) {
        const answer = world.capabilities[capability];
        if (answer.supported) continue;
        const detail = await expectRefused(world, protect(protection)(world.machineRef), "unsupported");
        expect(detail.message).toContain(answer.reason);
        expect(detail.field).toBe("protection");
      }
      expect(machine(world).declared).toEqual(UNPROTECTED);
    },
  },
  {
    id: "recovery-is-declared",
    title: "a running machine is not taken to a recovery site, nor brought back from one",
    async run(world) {
      const answer = world.capabilities["disaster-recovery"];
      const { machineRef: vmRef } = world;
      for (const command of [
        { kind: "vm.recover", vmRef, signedBy: "Ada", loss: "the last seconds" },
        { kind: "vm.fail-back", vmRef, signedBy: "Ada" },
      ] as const) {
        const detail = await expectRefused(world, command, answer.supported ? "illegal-transition" : "unsupported");
        if (!answer.supported) expect(detail.message).toContain(answer.reason);
      }
    },
  },
  {
    id: "drill-needs-a-copy",
    title: "a machine without a copy elsewhere is not drilled, and no drill of it is ended",
    async run(world) {
      const answer = world.capabilities["recovery-drill"];
      const { machineRef: vmRef } = world;
      for (const kind of ["vm.drill", "vm.end-drill"] as const) {
        const command = { kind, vmRef, signedBy: "Ada" };
        const detail = await expectRefused(world, command, answer.supported ? "illegal-transition" : "unsupported");
        if (!answer.supported) expect(detail.message).toContain(answer.reason);
        expect(detail.limit).toBeTruthy();
        expect(detail.remedy).toMatch(/\.$/);
      }
    },
  },
  {
    id: "protect",
    title: "a running machine is dialled up to High Availability without stopping",
    needs: "high-availability",
    async run(world) {
      const epoch = machine(world).register?.epoch ?? 0;
      await carryOut(world, protect(HIGH_AVAILABILITY)(world.machineRef), world.harness.limits.protectMs);
      await world.harness.settle(
        () => isMirrored(machine(world)),
        "two good copies in the register",
        world.harness.limits.protectMs,
      );
      expect(machine(world).declared).toEqual(HIGH_AVAILABILITY);
      expect(machine(world).instances.a).toBe("Running");
      expect(machine(world).register?.epoch).toBeGreaterThan(epoch);
    },
  },
  {
    id: "illegal-while-protected",
    title: "running and protected: it can't be started, deleted, set to its level or switched to where it is",
    needs: "high-availability",
    async run(world) {
      await expectIllegal(world, start, remove, protect(HIGH_AVAILABILITY), switchTo("a"));
    },
  },
  {
    id: "switch-active",
    title: "the active side moves to the partner and both copies stay good",
    needs: "switch-active",
    async run(world) {
      const { harness } = world;
      const epoch = machine(world).register?.epoch ?? 0;
      const limitMs = harness.limits.commandMs + harness.limits.bootMs + harness.limits.restoreMs;
      await carryOut(world, switchTo("b")(world.machineRef), limitMs);
      await harness.settle(() => runsOn(machine(world), "b"), "the machine to run on B", harness.limits.bootMs);
      expect(machine(world).register).toMatchObject({ owner: "b" });
      expect(machine(world).register?.epoch).toBeGreaterThan(epoch);
      await harness.settle(() => isMirrored(machine(world)), "both copies to be good again", harness.limits.restoreMs);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
];

/** The way down again, and out. */
export const fallingCases: readonly CaseOf[] = [
  {
    id: "dial-down",
    title: "dialling down leaves the running side its copy and drops the other",
    needs: "high-availability",
    async run(world) {
      const side = machine(world).activeSide;
      await carryOut(world, protect(UNPROTECTED)(world.machineRef), world.harness.limits.protectMs);
      await world.harness.settle(
        () => isSolo(machine(world), side) && machine(world).mirror.replication === "Off",
        "one copy, no mirror",
        world.harness.limits.protectMs,
      );
      expect(machine(world).instances[side]).toBe("Running");
      expect(machine(world).declared).toEqual(UNPROTECTED);
    },
  },
  {
    id: "stop",
    title: "a running machine is stopped",
    needs: "start-stop",
    async run(world) {
      await carryOut(world, stop(world.machineRef), world.harness.limits.commandMs);
      const { activeSide, instances, desiredPower } = machine(world);
      expect({ instance: instances[activeSide], desiredPower }).toEqual({ instance: "Stopped", desiredPower: "off" });
    },
  },
  {
    id: "illegal-while-stopped",
    title: "stopped: it can't be stopped or switched",
    async run(world) {
      await expectIllegal(world, stop, switchTo("a"), switchTo("b"));
    },
  },
  {
    id: "edit",
    title: "a stopped machine takes another name and size, which it has once it runs; a running one refuses them",
    needs: "edit-machine",
    async run(world) {
      const { harness, machineRef } = world;
      const { name, vcpus, memoryMiB } = machine(world);
      const changed = { name: `${name}-2`, vcpus: vcpus + 1, memoryMiB: memoryMiB + 64 };
      const edit = (to: typeof changed): Command => ({ kind: "vm.edit", vmRef: machineRef, edit: to });
      await carryOut(world, edit(changed), harness.limits.commandMs);
      expect(machine(world)).toMatchObject(changed);
      const tooMuch = await expectRefused(world, edit({ ...changed, memoryMiB: MACHINE_LIMITS.memoryMiB.max }), [
        "invalid",
        "blocked",
      ]);
      expect(tooMuch).toMatchObject({
        field: expect.stringMatching(/memoryMiB$/),
        value: MACHINE_LIMITS.memoryMiB.max,
      });
      await carryOut(world, start(machineRef), harness.limits.commandMs + harness.limits.bootMs);
      expect(machine(world)).toMatchObject({ ...changed, desiredPower: "on" });
      await expectRefused(world, edit({ ...changed, name }), "illegal-transition");
      await carryOut(world, stop(machineRef), harness.limits.commandMs);
    },
  },
  {
    id: "delete",
    title: "a stopped machine is deleted, and its name is free again",
    needs: "delete-machine",
    async run(world) {
      const { watcher, harness, machineRef } = world;
      await carryOut(world, remove(machineRef), harness.limits.commandMs);
      await harness.settle(
        () => watcher.vm(machineRef) === undefined,
        "the machine to be gone",
        harness.limits.commandMs,
      );
      await expectRefused(world, start(machineRef), "not-found");
    },
  },
];
