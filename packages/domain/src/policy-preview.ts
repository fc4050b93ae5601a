import { admitProtection } from "./admission";
import { type CapabilityAnswers, type Finding, finder, worstVerdict } from "./finding";
import type { Protection } from "./level";
import { dialStopOf } from "./level";
import type { ObservedVm } from "./observed";
import { carryingLinks, type PairWithMachines } from "./pair-facts";
import { givesAll, isSameProtection } from "./policy-standing";
import { inItsTurn, type Loss, type Prediction, predictAlone } from "./prediction";
import { atRest } from "./protect-preview";
import { protectionOf } from "./protection";
import { isAnyOrdered } from "./restart-turn";

/** One pair, with those of its machines that a policy would hold. */
export interface PreviewedPair {
  readonly facts: PairWithMachines;
  readonly capabilities: CapabilityAnswers;
  readonly held: readonly ObservedVm[];
}

export interface MachinePreview {
  readonly vm: ObservedVm;
  /** "keeps": it is as the policy says already. */
  readonly change: "keeps" | "changes";
  /** True where it would have less than is declared now: that asks for consent. */
  readonly lowers: boolean;
  readonly verdict: Finding["verdict"];
  /** What is not fine, the worst first; empty where all passes. */
  readonly findings: readonly Finding[];
  readonly before: Readonly<Record<Loss, Prediction>>;
  readonly after: Readonly<Record<Loss, Prediction>>;
}

/**
 * What a composition would mean for machines of a pair, changed one after the other as a rollout does it: each is admitted
 * on the pair as those before it have left it. One that is blocked stays as it is.
 */
export function previewOnPair({ facts, capabilities, held }: PreviewedPair, protection: Protection): MachinePreview[] {
  let world = facts;
  const judged = held.map((vm) => {
    if (isSameProtection(vm.declared, protection)) return { vm, change: "keeps" as const, findings: [] };
    const findings = admitProtection(vm, world, protection, capabilities);
    if (worstVerdict(findings) !== "block") world = withChanged(world, vm, protection);
    return { vm, change: "changes" as const, findings: findings.filter(({ verdict }) => verdict !== "pass") };
  });
  const [before, after] = [predictor(facts), predictor(world)];
  const afterByRef = new Map(world.machines.map((vm) => [vm.ref, vm]));
  return judged.map(({ vm, change, findings }) => {
    const changed = afterByRef.get(vm.ref) ?? vm;
    const kind = kindOf(vm);
    return {
      vm,
      change,
      lowers: change === "changes" && !givesAll(protection, vm.declared),
      verdict: worstVerdict(findings),
      findings: [...findings].sort((one, other) => Number(other.verdict === "block") - Number(one.verdict === "block")),
      before: before(vm, kind),
      // Machines of one kind are of one kind when they have changed, too.
      after: after(changed, changed === vm ? kind : `changed ${kind}`),
    };
  });
}

/**
 * Machines of a pair that stand alike do alike, so each kind of them is predicted once: of fifty thousand machines most
 * are one of a few kinds on their pair.
 */
export function predictor(
  facts: PairWithMachines,
): (vm: ObservedVm, kind?: string) => Readonly<Record<Loss, Prediction>> {
  const known = new Map<string, Readonly<Record<Loss, Prediction>>>();
  const alone = (vm: ObservedVm, kind = kindOf(vm)): Readonly<Record<Loss, Prediction>> => {
    const before = known.get(kind);
    if (before) return before;
    const now = protectionOf(vm, facts);
    const made = recordOf((loss) => predictAlone(vm, facts, loss, now));
    known.set(kind, made);
    return made;
  };
  if (!isAnyOrdered(facts.machines)) return alone;
  // In an order of restarts each has its own turn.
  const ofActive = (vm: ObservedVm): Prediction => alone(vm)[vm.activeSide === "a" ? "host-a" : "host-b"];
  return (vm, kind) => {
    const found = alone(vm, kind);
    return recordOf((loss) => inItsTurn(found[loss], vm, facts, ofActive));
  };
}

/** Written out: it is made for each of fifty thousand machines, and entries cost more than what they hold. */
const recordOf = (predict: (loss: Loss) => Prediction): Record<Loss, Prediction> => ({
  "host-a": predict("host-a"),
  "host-b": predict("host-b"),
  "both-links": predict("both-links"),
  witness: predict("witness"),
  site: predict("site"),
});

/** What names a machine, its turn, and its size: what a host carries alone is the same for all of its machines. */
const NOT_OF_ITS_KIND: ReadonlySet<string> = new Set<keyof ObservedVm>([
  "ref",
  "name",
  "mac",
  "ip",
  "vcpus",
  "memoryMiB",
  "diskMiB",
  "load",
  "register",
  "mirror",
  "heed",
]);

/** All of a machine but that, in words. */
function kindOf(vm: ObservedVm): string {
  const { generations, totalBytes, ...copied } = vm.mirror;
  const standing: unknown[] = [
    vm.heed?.mtbf,
    copied,
    vm.mirror.outOfSyncBytes === 0 ? Math.sign(totalBytes) : totalBytes,
    vm.register && [vm.register.owner, vm.register.inSync],
  ];
  let key: keyof ObservedVm;
  for (key in vm) if (!NOT_OF_ITS_KIND.has(key)) standing.push(key, vm[key]);
  return JSON.stringify(standing);
}

/** The pair once this machine has changed; what it adds to the links counts for the next one. */
function withChanged(facts: PairWithMachines, vm: ObservedVm, protection: Protection): PairWithMachines {
  const changed = atRest(vm, protection, facts);
  const [was, will] = [dialStopOf(vm.declared), dialStopOf(protection)];
  const added =
    (was === "unprotected" && will !== "unprotected" ? vm.load.writeBytesPerSecond : 0) +
    (will === "fault-tolerance" && was !== "fault-tolerance" ? vm.load.dirtyBytesPerSecond : 0);
  const [first] = carryingLinks(facts);
  return {
    ...facts,
    machines: facts.machines.map((machine) => (machine.ref === vm.ref ? changed : machine)),
    links: facts.links.map((link) =>
      link === first ? { ...link, usedBytesPerSecond: link.usedBytesPerSecond + added } : link,
    ),
  };
}

/**
 * Whether a pair could ever keep this composition, whatever its machines: what its backend can do and where its hosts are.
 * Null where it could.
 */
export function misfitOf(
  facts: PairWithMachines,
  protection: Protection,
  capabilities: CapabilityAnswers,
): Finding | null {
  const find = finder("protection");
  const lacking = NEEDS.find(([needs, name]) => needs(protection) && capabilities[name]?.supported !== true);
  if (lacking) {
    const answer = capabilities[lacking[1]];
    const reason =
      answer && !answer.supported ? answer.reason : `Its backend does not say that it can do ${lacking[1]}.`;
    return find("block", "capability", reason, { value: lacking[1], remedy: "Choose a level that it has." });
  }
  const { a, b } = facts.hosts;
  return protection.separation === "site" && a !== null && a.siteRef === b?.siteRef
    ? find("block", "sites", `Both hosts of ${facts.pair?.name ?? "the pair"} are at one site.`, {
        value: a.siteRef,
        limit: "two sites",
        remedy: "Choose one site, or a pair that spans two.",
      })
    : null;
}

const NEEDS: readonly (readonly [(protection: Protection) => boolean, string])[] = [
  [({ mirror }) => mirror === "sync", "high-availability"],
  [({ compute }) => compute === "lockstep", "fault-tolerance"],
  [({ separation }) => separation === "site", "remote-availability"],
  [({ recovery }) => recovery !== "none", "disaster-recovery"],
];
