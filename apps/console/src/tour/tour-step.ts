import type { ActiveInjection, LabFault } from "@v-available/api/view/lab";
import type { MachineRow } from "@v-available/api/view/machine";
import type { Permission } from "@v-available/domain/role";
import type { HostState } from "@v-available/domain/state";
import { listWords } from "@v-available/domain/wording";
import type { PolicyChange } from "./tour-policy";

/** Of the steps that ask for more than the others, from 0. */
export const STEP = { pull: 3, planning: 5, policy: 6 } as const;

/** What the tour knows of its pair at this moment. */
export interface TourFacts {
  /** The machine whose level is changed, as it is now. */
  readonly machine: MachineRow;
  /** All machines of its pair. */
  readonly machines: readonly MachineRow[];
  /** The plug that can be pulled; null where the lab has none for this host. */
  readonly plug: LabFault["targets"][number] | null;
  /** The plug that is pulled, on this pair. */
  readonly pulled: ActiveInjection | null;
  /** The incident that the pulled plug caused, or else the last one of this pair today. */
  readonly incidentId: string | null;
  /** What the hosts did with the machines of it, in sentences; empty while nothing is written down, or not looked at. */
  readonly did: readonly string[];
  /** The host that work is planned on; null while that is not looked at yet. */
  readonly planned: PlannedHost | null;
  /** The policy that is changed; null while that is not looked at yet. */
  readonly policy: PolicyChange | null;
}

export interface PlannedHost {
  readonly id: string;
  readonly name: string;
  readonly state: HostState;
  readonly cannotEnterBecause: string | null;
}

/** What the button of a step does. Each is what a person could do on the pages, through the same verbs. */
export type TourAct =
  | { readonly do: "go"; readonly href: string }
  | { readonly do: "raise" }
  | { readonly do: "pull" }
  | { readonly do: "give-back" }
  | { readonly do: "enter-maintenance" | "leave-maintenance" }
  | { readonly do: "draft-policy" | "publish-policy" | "roll-back-policy" };

/** What each asks of the person who presses its button. */
export const PERMISSION_OF_ACT = {
  go: "look",
  raise: "change-machines",
  pull: "inject-faults",
  "give-back": "inject-faults",
  "enter-maintenance": "do-maintenance",
  "leave-maintenance": "do-maintenance",
  "draft-policy": "change-policies",
  "publish-policy": "change-policies",
  "roll-back-policy": "change-policies",
} as const satisfies Record<TourAct["do"], Permission>;

export interface TourStep {
  readonly title: string;
  readonly sentence: string;
  readonly act: TourAct;
  readonly label: string;
  /** Why its button can't be used now; null where it can. */
  readonly blockedBy: string | null;
  /** Whether what the step is about has happened. */
  readonly done: boolean;
  /** What is under way, and needs nobody. */
  readonly waiting: string | null;
}

const hostOf = ({ machine }: Pick<TourFacts, "machine">): string => machine.hosts[machine.activeSide];
const isRaised = ({ machine }: TourFacts): boolean =>
  machine.declaredStop === "fault-tolerance" && machine.headline.effective === "fault-tolerance";
const isWhole = ({ machines }: TourFacts): boolean =>
  machines.every(({ declaredStop, headline }) => declaredStop === "unprotected" || headline.state === "Protected");

/** Where the reader is: "/pairs/x?whatif=lose-a". */
const isAt = (address: string, href: string): boolean => {
  const [path, query] = href.split("?");
  const [here, asked = ""] = address.split("?");
  return here === path && (query === undefined || asked.split("&").includes(query));
};

/** The steps of the tour as they stand now. Facts make the sentences, so that none tells of what did not happen. */
export function tourSteps(facts: TourFacts, address: string): readonly TourStep[] {
  const { machine, pulled, incidentId } = facts;
  const pair = `/pairs/${machine.pair.id}`;
  const report = `/incidents/${incidentId ?? ""}`;
  const isRead = incidentId !== null && isAt(address, report);
  const loss = `${pair}?whatif=lose-${machine.activeSide}`;
  const host = pulled?.targetName ?? hostOf(facts);
  const go = (href: string, label: string) => ({
    act: { do: "go", href } as const,
    label,
    blockedBy: null,
    done: isAt(address, href),
    waiting: null,
  });
  return [
    {
      title: "A pair",
      sentence: `${machine.pair.name} is two ordinary servers with their own disks, joined by two cables and watched by a witness elsewhere. Each machine on it has one name and one address, and lives on both.`,
      ...go(pair, `Show ${machine.pair.name}`),
    },
    {
      title: "What a loss would do",
      sentence: `Ask before anything breaks: the drawing says for each machine what the loss of ${hostOf(facts)} would mean, by the rules that the hosts themselves follow.`,
      ...go(loss, `What if ${hostOf(facts)} were lost?`),
    },
    {
      title: "Dial up",
      sentence: isRaised(facts)
        ? `${machine.name} is at Fault Tolerance now: its memory is on both hosts, and a lost host costs it half a second. It ran all the while.`
        : `${machine.name} is at High Availability: with its host it would stop, and start again on the other without its memory. Raise it while it runs.`,
      act: { do: "raise" },
      label: `Raise ${machine.name} to Fault Tolerance`,
      blockedBy: machine.declaredStop === "fault-tolerance" ? "It is declared already." : null,
      done: isRaised(facts),
      waiting:
        machine.declaredStop === "fault-tolerance" && !isRaised(facts)
          ? "Its memory is copied to the other host; that takes some seconds."
          : null,
    },
    pullStep(facts),
    {
      title: "Redundancy comes back",
      sentence:
        pulled !== null
          ? `Give ${host} its power back. It boots, what it missed is copied, and the machines are protected again, without anyone.`
          : isWhole(facts)
            ? "Every machine here that should have two copies has two again."
            : "The host comes back, what it missed is copied, and the machines are protected again, without anyone. You need not wait for it.",
      act: { do: "give-back" },
      label: pulled === null ? "Give the host its power back" : `Give ${host} its power back`,
      blockedBy: pulled === null ? "No plug is pulled." : null,
      done: pulled === null && incidentId !== null && isWhole(facts),
      waiting: null,
    },
    planningStep(facts),
    policyStep(facts),
    {
      title: "The report",
      sentence: isRead
        ? "This is the report of the plug that you pulled: what was detected, decided and done, each with its time and its reason. The overview adds up 30 days of time below the declared level, by cause."
        : "Every incident writes its own report: what was detected, decided and done, when, and by which rule. Read the one of the plug that you pulled.",
      ...(isRead ? go("/", "Show the 30 days") : go(report, "Read the report")),
      blockedBy: incidentId === null ? "Nothing has happened here today: the plug has to be pulled first." : null,
      done: isRead,
    },
  ];
}

function pullStep(facts: TourFacts): TourStep {
  const { machines, pulled, plug, incidentId, did } = facts;
  const host = pulled?.targetName ?? hostOf(facts);
  const here = machines.filter(({ hosts, activeSide }) => hosts[activeSide] === host).map(({ name }) => name);
  const told = [
    ...did,
    ...(did.length > 0 ? [`Two copies of everything come back with ${host}: that is the next step.`] : []),
  ];
  return {
    title: "Pull the plug",
    sentence:
      pulled === null
        ? `${hostOf(facts)} runs ${listWords(here)}. Cut its power, without a warning to anybody.`
        : [`${host} is without power, and nobody was asked.`, ...told].join(" "),
    act: { do: "pull" },
    label: `Pull the plug of ${host}`,
    blockedBy: pulled === null ? (plug === null ? "This host has no plug to pull." : null) : "It is pulled.",
    done: pulled !== null && incidentId !== null && did.length > 0,
    waiting: pulled === null ? null : did.length === 0 ? "The other host is making sure." : notRunning(machines),
  };
}

/** Those of a pair that do not run, each with what happens next; null where all do. */
function notRunning(machines: readonly MachineRow[]): string | null {
  const down = machines.filter(({ headline: { state } }) => state === "Down");
  if (down.length === 0) return null;
  const words = down.map(
    ({ name, headline: { next } }) => `${name}${next === null ? "" : ` (${next.replace(/\.$/, "")})`}`,
  );
  return `Not running now: ${listWords(words)}.`;
}

function policyStep({ policy }: TourFacts): TourStep {
  const shared = { title: "Change a policy", done: false, waiting: null };
  if (policy === null)
    return {
      ...shared,
      sentence: "A policy is what machines are promised, kept in versions.",
      act: { do: "draft-policy" },
      label: "Draft a change",
      blockedBy: "It is being looked at.",
    };
  const { name, fromDays, toDays, version, draft } = policy;
  if (policy.isPublished)
    return {
      ...shared,
      sentence: `Version ${version} of ${name} is in force, with its author, its reason and what it changed. No version is ever lost: each can be put back.`,
      act: { do: "roll-back-policy" },
      label: "Put back the version before",
      blockedBy: draft === null ? null : `${draft.by} has a draft of it, which would be lost.`,
      done: true,
    };
  if (draft?.isOurs)
    return {
      ...shared,
      sentence: `The draft changes one line: a proof every ${toDays} days. Beside it stands what it would mean for each machine that the policy holds. Nothing is in force before it is published.`,
      act: { do: "publish-policy" },
      label: `Publish version ${version + 1}`,
      blockedBy: null,
    };
  const asked = fromDays === null ? "no proof" : `a proof every ${fromDays} days`;
  return {
    ...shared,
    sentence: `A policy is what machines are promised, kept in versions. ${name} asks for ${asked} that the copy elsewhere can be started. Ask for one every ${toDays} days.`,
    act: { do: "draft-policy" },
    label: "Draft the change",
    blockedBy: draft === null ? null : `${draft.by} has a draft of it: publish or discard that one first.`,
  };
}

function planningStep({ planned, machine }: TourFacts): TourStep {
  const title = "Plan maintenance";
  const away = planned?.state === "Maintenance";
  const name = planned?.name ?? hostOf({ machine });
  if (away)
    return {
      title,
      sentence: `Nothing runs on ${name} any more, and it may be switched off: nobody is alarmed by that. The other host of the pair is never let go at the same time.`,
      act: { do: "leave-maintenance" },
      label: `End the maintenance of ${name}`,
      blockedBy: null,
      done: true,
      waiting: null,
    };
  return {
    title,
    sentence: `Work on ${name} is planned: its machines move to the other host one after the other, while they run.`,
    act: { do: "enter-maintenance" },
    label: `Put ${name} into maintenance`,
    blockedBy:
      planned === null
        ? "It is being looked at."
        : planned.state === "Evacuating"
          ? "It is on its way already."
          : planned.cannotEnterBecause,
    done: false,
    waiting: planned?.state === "Evacuating" ? "Its machines are moving." : null,
  };
}
