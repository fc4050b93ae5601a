import type { ActiveInjection, LabFault } from "@v-available/api/view/lab";
import type { MachineRow } from "@v-available/api/view/machine";
import type { HostState } from "@v-available/domain/state";

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
  /** The incident of this pair, running or the last one of today. */
  readonly incidentId: string | null;
  /** The host that work is planned on; null while that is not looked at yet. */
  readonly planned: PlannedHost | null;
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
  | { readonly do: "enter-maintenance" | "leave-maintenance" };

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
  const { machine, pulled, plug, incidentId } = facts;
  const pair = `/pairs/${machine.pair.id}`;
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
      title: "Turn the dial",
      sentence: isRaised(facts)
        ? `${machine.name} is at Fault Tolerance now: its memory is on both hosts, and a lost host costs it half a second. It ran all the while.`
        : `${machine.name} is at High Availability: with its host it would stop, and restart on the other without its memory. Raise it while it runs.`,
      act: { do: "raise" },
      label: `Raise ${machine.name} to Fault Tolerance`,
      blockedBy: machine.declaredStop === "fault-tolerance" ? "It is declared already." : null,
      done: isRaised(facts),
      waiting:
        machine.declaredStop === "fault-tolerance" && !isRaised(facts)
          ? "Its memory is copied to the other host; that takes some seconds."
          : null,
    },
    {
      title: "Pull the plug",
      sentence:
        pulled === null
          ? `${hostOf(facts)} runs ${machine.name}. Cut its power, without a warning to anybody.`
          : `${host} is without power. Nobody was asked: the other host noticed, got the token from the witness, and went on.`,
      act: { do: "pull" },
      label: `Pull the plug of ${host}`,
      blockedBy: pulled === null ? (plug === null ? "This host has no plug to pull." : null) : "It is pulled.",
      done: pulled !== null && incidentId !== null,
      waiting: pulled !== null && incidentId === null ? "The hosts are noticing." : null,
    },
    {
      title: "What the hosts did",
      sentence: "Detected, decided, acted: each step of theirs with its time and its reason, under one cause.",
      ...go(`/incidents/${incidentId ?? ""}`, "Read the incident"),
      blockedBy: incidentId === null ? "Nothing has happened here today: the plug has to be pulled first." : null,
    },
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
      done: pulled === null && isWhole(facts),
      waiting: null,
    },
    planningStep(facts),
    {
      title: "The report",
      sentence:
        "The time below the declared level is added up by cause, and what was handled without you is listed. Anything else can be broken in the fault lab.",
      ...go("/", "Back to the overview"),
    },
  ];
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
