import type { FaultKind } from "@v-available/domain/fault-kind";
import {
  HOST_STANDING,
  hostStanding,
  hostsHearEachOther,
  LINK_CARRIES,
  type PairFacts,
} from "@v-available/domain/pair-facts";
import { SIDES } from "@v-available/domain/state";
import { brokenComponent } from "./component";
import { endCondition } from "./condition";
import { type DiagnosisContext, OF_REDUNDANCY } from "./diagnosis";
import type { Fleet } from "./fleet";
import { OF_A_DEAD_HOST } from "./lost-host";
import type { FaultRecord } from "./memory";

/** What is seen so long after a fault was opened is no leftover of before it. */
const SEEN_FOR_MS = 10_000;
const OF_A_COPY: ReadonlySet<FaultKind> = new Set([...OF_REDUNDANCY, "disk-failed", "disk-slow", "controller-failed"]);
const OF_A_GUEST: ReadonlySet<FaultKind> = new Set(["guest-crash", "guest-hang"]);
/** Where only the host's own word was had. */
const OF_ITS_PARTS: ReadonlySet<FaultKind> = new Set(["predicted-failure", "cpu-thermal-throttle"]);

type FactsOf = (pairRef: string) => PairFacts | null;
/** By id; each is judged where somebody asks. */
export type SafeMachines = Pick<ReadonlySet<string>, "has">;

/**
 * Ends faults whose condition is visibly gone. Hosts write that down too, but the one that opened a fault may have
 * lost its memory of it meanwhile; then nobody would.
 * @param safe machines that have what was declared for them
 */
export function endWhatIsVisiblyOver(context: DiagnosisContext, safe: SafeMachines, factsOf: FactsOf): void {
  const { memory, writer } = context;
  for (const fault of [...memory.faults.values()]) {
    if (writer.nowMs - fault.openedAtMs < SEEN_FOR_MS) continue;
    const sentence = whatIsSeen(context, fault, safe, factsOf);
    if (sentence === null) continue;
    endCondition(context, fault, { type: "fault.over", sentence });
  }
}

function whatIsSeen(
  { memory }: DiagnosisContext,
  fault: FaultRecord,
  safe: SafeMachines,
  factsOf: FactsOf,
): string | null {
  const { subjectKind, subjectRef, subjectName, kind } = fault;
  if (isReplaced(memory.fleet, fault)) return `${subjectName} is of no pair any more: another host has its place.`;
  if (subjectKind === "host" && OF_A_DEAD_HOST.has(kind)) {
    const host = memory.fleet.get("host", subjectRef)?.observed;
    return host && HOST_STANDING[host.state] === "serves" ? `${subjectName} is seen to serve.` : null;
  }
  if (subjectKind === "host" && kind === "partition") {
    const facts = factsOf(memory.fleet.get("host", subjectRef)?.observed.pairRef ?? "");
    return facts && SIDES.every((side) => hostStanding(facts, side) === "serves") && hostsHearEachOther(facts)
      ? `${subjectName} and its partner are seen to hear each other.`
      : null;
  }
  if (subjectKind === "host" && OF_ITS_PARTS.has(kind)) {
    const host = memory.fleet.get("host", subjectRef)?.observed;
    return host && brokenComponent(host, kind) === null ? `The parts of ${subjectName} are seen to be sound.` : null;
  }
  if (subjectKind === "host" && kind === "clock-step")
    return memory.fleet.get("host", subjectRef)?.observed.clock?.steady === true
      ? `The clock of ${subjectName} is seen to be steady.`
      : null;
  if (subjectKind === "witness" && kind === "witness-lost")
    return isSeenByAll(memory.fleet, subjectRef) ? `${subjectName} is seen to answer.` : null;
  if (kind === "operator-error")
    return isUndone(memory.fleet, fault) ? `${subjectName} is seen to be as it was.` : null;
  if (subjectKind !== "vm") return null;
  const machine = memory.fleet.get("vm", subjectRef);
  // A machine that was removed takes its own faults with it.
  if (!machine) return `${subjectName} is there no more.`;
  if (kind === "split-brain") return machine.observed.histories ? null : `${subjectName} is seen to have one history.`;
  if (OF_A_COPY.has(kind)) return safe.has(machine.id) ? `${subjectName} is seen to have what was declared.` : null;
  if (!OF_A_GUEST.has(kind)) return null;
  const { activeSide, instances, desiredPower } = machine.observed;
  return instances[activeSide] === "Running" || desiredPower === "off" ? `${subjectName} is seen to run.` : null;
}

/** A host that was replaced takes its own faults with it, and those of its parts. */
function isReplaced(fleet: Fleet, { subjectKind, subjectRef }: FaultRecord): boolean {
  if (subjectKind !== "host" && subjectKind !== "component") return false;
  const [hostRef = ""] = subjectRef.split("/");
  return fleet.get("host", hostRef) === undefined && fleet.formerly("host", hostRef) !== undefined;
}

/** What somebody did by mistake is over once the thing that it was done to is there again. */
function isUndone(fleet: Fleet, { subjectKind, subjectRef }: FaultRecord): boolean {
  if (subjectKind === "link") {
    const link = fleet.get("link", subjectRef)?.observed;
    return !link || LINK_CARRIES[link.state];
  }
  const [hostRef = "", part] = subjectRef.split("/");
  const host = fleet.get("host", hostRef)?.observed;
  if (subjectKind === "host") return host !== undefined && HOST_STANDING[host.state] === "serves";
  if (subjectKind === "component") return host?.components.find(({ name }) => name === part)?.service === "in";
  // An order that was refused has changed nothing, and one that was not is a fault of another kind.
  return true;
}

/** A host that is away sees nothing, and would say nothing of it. */
function isSeenByAll(fleet: Fleet, witnessRef: string): boolean {
  const witness = fleet.get("witness", witnessRef)?.observed;
  const pair = witness && fleet.get("pair", witness.pairRef)?.observed;
  if (!pair) return false;
  const asked = SIDES.filter((side) => {
    const host = fleet.get("host", pair.hostRefs[side])?.observed;
    return host && HOST_STANDING[host.state] !== "away";
  });
  return asked.length > 0 && asked.every((side) => witness.seenBy[side].reachable);
}
