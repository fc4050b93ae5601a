import { otherSide, type Side } from "@v-available/domain/state";
import { expect } from "vitest";
import type { CaseOf } from "./case";
import { type ContractWorld, carryOut, expectRefused, isMirrored, machine, runsOn } from "./world";

function hostOn(world: ContractWorld, side: Side) {
  const host = world.watcher.hostsOf(world.harness.pairRef).find((one) => one.side === side);
  if (!host) throw new Error(`no host is observed on side ${side}`);
  return host;
}
const enter = (hostRef: string) => ({ kind: "host.enter-maintenance", hostRef }) as const;
const leave = (hostRef: string) => ({ kind: "host.leave-maintenance", hostRef }) as const;

/** The machine is mirrored and runs on B. */
export const maintenanceCases: readonly CaseOf[] = [
  {
    id: "lacking-maintenance",
    title:
      "a backend that can't put a host into maintenance refuses with its own reason, and one that can knows the host",
    async run(world) {
      const answer = world.capabilities["host-maintenance"];
      if (answer.supported) {
        const detail = await expectRefused(world, enter("no-such-host"), "not-found");
        expect(detail).toMatchObject({ field: "hostRef", value: "no-such-host" });
        return;
      }
      const { ref } = hostOn(world, "b");
      const detail = await expectRefused(world, enter(ref), "unsupported");
      expect(detail).toMatchObject({ message: answer.reason, field: "hostRef", value: ref });
    },
  },
  {
    id: "maintenance",
    title:
      "a host's machine moves away before it goes into maintenance; its partner stays, and both copies are good after it",
    needs: "host-maintenance",
    async run(world) {
      const { harness } = world;
      const side = machine(world).activeSide;
      const { ref } = hostOn(world, side);
      const partner = hostOn(world, otherSide(side)).ref;
      const limitMs = harness.limits.commandMs + harness.limits.bootMs + harness.limits.restoreMs;
      await carryOut(world, enter(ref), limitMs);
      expect(runsOn(machine(world), otherSide(side))).toBe(true);
      await harness.settle(() => hostOn(world, side).state === "Maintenance", "the host to stand aside", limitMs);
      await expectRefused(world, enter(partner), ["blocked", "illegal-transition"]);
      await expectRefused(world, { kind: "vm.switch-active", vmRef: world.machineRef, to: side }, [
        "blocked",
        "illegal-transition",
      ]);
      await carryOut(world, leave(ref), limitMs);
      await harness.settle(() => isMirrored(machine(world)), "both copies to be good", harness.limits.restoreMs);
      expect(runsOn(machine(world), otherSide(side))).toBe(true);
      expect(await harness.acknowledgedWritesLost(world.machineRef)).toBe(0);
    },
  },
];
