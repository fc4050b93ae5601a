import type { MachineView } from "@v-available/api/view/machine";
import type { HostView } from "@v-available/api/view/pair";
import { INSTANCE_LABEL, MIRROR_LEG_LABEL } from "@v-available/domain/part-label";
import { bytesOfWords, bytesWords, mebibytesWords } from "@v-available/domain/size-words";
import { otherSide, type Side } from "@v-available/domain/state";
import { lagWords, percentWords } from "@v-available/domain/wording";
import { type HalfLook, isFilling, lookOf } from "../../../view/half-look";

export interface HalfFacts {
  readonly look: HalfLook;
  /** "active", "standby". */
  readonly role: string;
  readonly compute: string;
  readonly memory: string;
  readonly disk: string;
  /** How much of the copy is here, 0 to 1; drawn while it fills. */
  readonly fillRatio: number;
}

type Facts = Pick<
  MachineView,
  | "observed"
  | "instances"
  | "legs"
  | "activeSide"
  | "resyncRatio"
  | "standbySynchronized"
  | "standbyLagMs"
  | "held"
  | "vcpus"
  | "memoryMiB"
  | "load"
  | "desiredPower"
  | "declaredStop"
> & { readonly hostViews: { readonly a: Pick<HostView, "state">; readonly b: Pick<HostView, "state"> } };

/** Its copy differs from the one that runs, and nobody has said which of them is right. */
const waits = ({ observed }: Facts, side: Side): boolean => observed.undecided?.waits === side;

function computeWords(machine: Facts, side: Side, look: HalfLook): string {
  const instance = machine.instances[side];
  const size = `${machine.vcpus} vCPU`;
  if (look === "acts") {
    const word = INSTANCE_LABEL[instance ?? "Unknown"].word;
    return instance === "Running" ? `Running, ${size} at ${percentWords(machine.load.cpuRatio)}` : `${word}, ${size}`;
  }
  if (look === "gone") return "the host is not there";
  if (machine.observed.histories || waits(machine, side)) return "held until a person chooses";
  if (look === "none") return "none";
  if (look === "off") return "off, as asked";
  if (look === "core") return "ready, not running";
  if (look === "filling") return "may not take over yet";
  if (look === "disk" && machine.desiredPower === "off") return "can be started here";
  if (instance !== null && instance !== "Stopped") return INSTANCE_LABEL[instance].word;
  return machine.activeSide === side ? "not running" : "would be started here";
}

function memoryWords(machine: Facts, side: Side, look: HalfLook): string {
  if (waits(machine, side)) return "none";
  if (look === "acts" || look === "held") return mebibytesWords(machine.memoryMiB);
  if (look === "gone" || look === "none" || look === "off") return "none";
  if (look === "core") {
    return machine.standbyLagMs === null ? "Synchronized" : `Synchronized, ${lagWords(machine.standbyLagMs)} behind`;
  }
  const instance = machine.instances[side];
  if (instance === "MemorySync") return "being copied";
  return machine.declaredStop === "fault-tolerance" && machine.desiredPower === "on" ? "not held yet" : "not held";
}

function diskWords(machine: Facts, side: Side, look: HalfLook): string {
  const leg = machine.legs[side];
  const { totalBytes, outOfSyncBytes } = machine.observed.mirror;
  if (look === "none") return "no copy, as declared";
  if (look === "filling")
    return `${MIRROR_LEG_LABEL[leg].word}, ${bytesOfWords(totalBytes - outOfSyncBytes, totalBytes)}`;
  return `${MIRROR_LEG_LABEL[leg].word}, ${bytesWords(totalBytes)}`;
}

function roleWord(machine: Facts, side: Side, look: HalfLook, runs: boolean): string {
  if (look === "none") return "no copy";
  if (look === "gone") return "gone";
  if (machine.observed.histories) return "one history";
  if (waits(machine, side)) return "waits";
  return runs ? "active" : "standby";
}

export function halfFacts(machine: Facts, side: Side): HalfFacts {
  const look = lookOf(machine, side, machine.hostViews[side].state);
  const runs = machine.activeSide === side;
  const leg = machine.legs[side];
  return {
    look,
    role: roleWord(machine, side, look, runs),
    compute: computeWords(machine, side, look),
    memory: memoryWords(machine, side, look),
    disk: diskWords(machine, side, look),
    fillRatio:
      machine.resyncRatio !== null && (isFilling(leg) || (runs && machine.legs[otherSide(side)] === "UpToDate"))
        ? machine.resyncRatio
        : leg === "UpToDate"
          ? 1
          : 0,
  };
}
