import type { FaultKind } from "@v-available/domain/fault-kind";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { INCIDENT_PHASES, otherSide } from "@v-available/domain/state";
import { expect } from "vitest";
import type { CaseOf } from "./case";
import type { FaultSubject } from "./harness";
import { type ContractWorld, carryOut, isMirrored, isSolo, machine, runsOn } from "./world";

const facts = (world: ContractWorld) => {
  const { register, instances, activeSide, desiredPower } = machine(world);
  return { register, instances, activeSide, desiredPower };
};

/** What happened to the machine since, told in phases that stand in this order and share one root. */
function expectIncident(world: ContractWorld, from: number, restored: boolean): void {
  const told = world.watcher.records.slice(from).filter((record) => record.vmRefs.includes(world.machineRef));
  const phases = INCIDENT_PHASES.filter((phase) => told.some((record) => record.phase === phase));
  expect(phases).toEqual(restored ? [...INCIDENT_PHASES] : ["detected", "decided", "acted"]);
  for (const record of told.filter((record) => record.phase === "decided" || record.phase === "acted")) {
    expect(record.rootRef, `the cause of "${record.sentence}"`).not.toBeNull();
    expect(record.rule, `the rule of "${record.sentence}"`).not.toBeNull();
  }
}

async function during(
  world: ContractWorld,
  kind: FaultKind,
  subject: FaultSubject,
  then: () => Promise<void>,
): Promise<void> {
  await world.harness.injectFault(kind, subject);
  let failed = true;
  try {
    await then();
    failed = false;
  } finally {
    // A failed case must not leave the pair broken under the next one; its own error is the one to show.
    await world.harness.clearFault(kind, subject).catch((error: unknown) => {
      if (!failed) throw error;
    });
  }
}

async function backToProtected(world: ContractWorld): Promise<void> {
  const { harness, machineRef } = world;
  await harness.settle(() => isMirrored(machine(world)), "both copies to be good again", harness.limits.restoreMs);
  await harness.expectIdenticalCopies?.(machineRef);
}

export const lossCases: readonly CaseOf[] = [
  {
    id: "active-host-lost",
    title:
      "the active host loses power: the partner takes the token and restarts the machine; nothing acknowledged is lost",
    needs: "high-availability",
    async run(world) {
      const { harness, watcher } = world;
      const side = machine(world).activeSide;
      const other = otherSide(side);
      const epoch = machine(world).register?.epoch ?? 0;
      const from = watcher.records.length;
      await during(world, "host-power-loss", { side }, async () => {
        await harness.settle(
          () => runsOn(machine(world), other),
          "the machine on the partner",
          harness.limits.failoverMs,
        );
        expect(machine(world).register).toMatchObject({ owner: other, inSync: [other] });
        expect(machine(world).register?.epoch).toBeGreaterThan(epoch);
        expect(machine(world).mirror.legs[side]).not.toBe("UpToDate");
        expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
        expectIncident(world, from, false);
      });
      await backToProtected(world);
      expect(runsOn(machine(world), other)).toBe(true);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
      await harness.settle(
        () => watcher.records.slice(from).some((record) => record.phase === "restored"),
        "the record that redundancy is restored",
        harness.limits.commandMs,
      );
      expectIncident(world, from, true);
    },
  },
  {
    id: "partner-lost",
    title: "the partner loses power: the machine goes on alone in the register, and is protected again afterwards",
    needs: "high-availability",
    async run(world) {
      const { harness } = world;
      const side = machine(world).activeSide;
      await during(world, "host-power-loss", { side: otherSide(side) }, async () => {
        await harness.settle(() => isSolo(machine(world), side), "the machine to go on alone", harness.limits.soloMs);
        expect(machine(world).instances[side]).toBe("Running");
      });
      await backToProtected(world);
      expect(machine(world).activeSide).toBe(side);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
  {
    id: "both-links-cut",
    title: "both availability links are cut: exactly the active side goes on, and the copies meet again afterwards",
    needs: "high-availability",
    async run(world) {
      const { harness } = world;
      const side = machine(world).activeSide;
      await during(world, "availability-links", {}, async () => {
        await harness.settle(() => isSolo(machine(world), side), "one side alone", harness.limits.soloMs);
        expect(runsOn(machine(world), side)).toBe(true);
      });
      await backToProtected(world);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
  {
    id: "partition",
    title: "the hosts are cut from each other entirely, the witness seen by both: exactly one side goes on",
    needs: "high-availability",
    async run(world) {
      const { harness } = world;
      const side = machine(world).activeSide;
      await during(world, "partition", {}, async () => {
        await harness.settle(() => isSolo(machine(world), side), "one side alone", harness.limits.soloMs);
        await harness.pass(harness.limits.failoverMs / 2);
        expect(isSolo(machine(world), side)).toBe(true);
        expect(runsOn(machine(world), side)).toBe(true);
      });
      await backToProtected(world);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
  {
    id: "witness-lost",
    title: "the witness is lost: nothing about the machine changes, and both hosts say that they don't see it",
    needs: "high-availability",
    async run(world) {
      const { harness, watcher } = world;
      const seenBy = () =>
        watcher.witnessesOf(harness.pairRef).map(({ seenBy }) => [seenBy.a.reachable, seenBy.b.reachable]);
      const before = facts(world);
      await during(world, "witness-lost", {}, async () => {
        await harness.settle(
          () => seenBy().every(([a, b]) => !a && !b),
          "both hosts to miss the witness",
          harness.limits.commandMs + 10_000,
        );
        await harness.pass(harness.limits.witnessAbsenceMs);
        expect(facts(world)).toEqual(before);
      });
      await harness.settle(
        () => seenBy().some(([a, b]) => a && b),
        "both hosts to see the witness",
        harness.limits.commandMs + 10_000,
      );
      await harness.pass(2_000);
      // Hosts that had agreed on a sole survivor end that by a new epoch; nothing else may differ.
      const { register, ...rest } = facts(world);
      const { register: registerBefore, ...restBefore } = before;
      expect(rest).toEqual(restBefore);
      expect({ ...register, epoch: 0 }).toEqual({ ...registerBefore, epoch: 0 });
      expect(isMirrored(machine(world))).toBe(true);
    },
  },
  {
    id: "agent-lost",
    title: "the host's agent dies and is restarted: the machine notices nothing",
    needs: "high-availability",
    async run(world) {
      const { harness } = world;
      const side = machine(world).activeSide;
      await during(world, "agent-crash", { side }, async () => harness.pass(1_000));
      await harness.settle(() => runsOn(machine(world), side), "the machine where it was", harness.limits.commandMs);
      await backToProtected(world);
      expect(machine(world).activeSide).toBe(side);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
  {
    id: "disk-failed",
    title:
      "the disk under the machine fails: it goes on through the partner's copy, moves there, and is protected again",
    needs: "serve-from-partner",
    async run(world) {
      const { harness, watcher } = world;
      const side = machine(world).activeSide;
      const other = otherSide(side);
      const from = watcher.records.length;
      const restarts = () => watcher.records.slice(from).filter(({ rule }) => rule === "take-over-restart");
      await during(world, "disk-failed", { side }, async () => {
        // Less than any boot takes: its memory went with it.
        await harness.settle(
          () => runsOn(machine(world), other),
          "the machine on the partner",
          harness.limits.commandMs,
        );
        expect(machine(world).register).toMatchObject({ owner: other, inSync: [other] });
        expect(machine(world).mirror.legs[side]).toBe("Failed");
        expect(restarts()).toEqual([]);
        expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
      });
      await backToProtected(world);
      expect(runsOn(machine(world), other)).toBe(true);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
  {
    id: "guest-crash",
    title: "the machine itself crashes: it is started again on the same side",
    needs: "high-availability",
    async run(world) {
      const { harness } = world;
      const side = machine(world).activeSide;
      const epoch = machine(world).register?.epoch ?? 0;
      const from = world.watcher.records.length;
      await world.harness.injectFault("guest-crash", { vmRef: world.machineRef });
      await harness.settle(
        () => world.watcher.records.slice(from).some((record) => record.faultKind === "guest-crash"),
        "the record of the crash",
        harness.limits.commandMs,
      );
      await harness.settle(
        () => runsOn(machine(world), side) && isMirrored(machine(world)),
        "the machine to run again",
        harness.limits.bootMs + harness.limits.restoreMs,
      );
      expect(machine(world).register?.epoch).toBeGreaterThanOrEqual(epoch);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
  {
    id: "fault-tolerance",
    title: "at Fault Tolerance the partner goes on at once from memory when the active host loses power",
    needs: "fault-tolerance",
    async run(world) {
      const { harness } = world;
      await carryOut(
        world,
        { kind: "vm.protect", vmRef: world.machineRef, protection: FAULT_TOLERANCE },
        harness.limits.protectMs,
      );
      expect(machine(world).standbySynchronized).toBe(true);
      const side = machine(world).activeSide;
      const other = otherSide(side);
      await during(world, "host-power-loss", { side }, async () => {
        // Less than any boot takes: it went on from memory.
        await harness.settle(() => runsOn(machine(world), other), "the partner to go live", 3_000);
        expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
      });
      await harness.settle(
        () => isMirrored(machine(world)) && machine(world).standbySynchronized,
        "two running copies again",
        harness.limits.restoreMs,
      );
    },
  },
];
