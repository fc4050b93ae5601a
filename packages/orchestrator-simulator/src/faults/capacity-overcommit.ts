import { aloneNeed } from "@v-available/domain/lone-host";
import { factsOf } from "../facts";
import { usedMemoryMiB } from "../host-memory";
import { hostOf, touch } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

/** Of what all that is protected there would need. */
const LEFT_RATIO = 0.75;

/** What runs there keeps what it has. Alone, the host could not carry all of it: it starts what fits. */
export const capacityOvercommit: FaultType = {
  kind: "capacity-overcommit",
  label: "Let something else take a host's memory",
  clearLabel: "Give the memory back",
  subjects: everyHost,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    const neededMiB = aloneNeed(factsOf(sim, host.pairRef), host.side).memoryMiB;
    const leftMiB = Math.max(usedMemoryMiB(sim, host), Math.floor(LEFT_RATIO * neededMiB));
    host.takenMemoryMiB = Math.max(0, host.memoryMiB - leftMiB);
    touch(sim, "host", host.ref);
  },
  clear: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    delete host.takenMemoryMiB;
    touch(sim, "host", host.ref);
  },
};
