import { admitProtection } from "@v-available/domain/admission";
import { allowedChoice } from "@v-available/domain/copy-choice";
import { allowedComparison } from "@v-available/domain/copy-comparison";
import { againstDrill, runningDrill } from "@v-available/domain/drill";
import { type CapabilityAnswers, refusalOf } from "@v-available/domain/finding";
import { DIAL_STOPS, PROTECTION_OF_STOP, type Protection } from "@v-available/domain/level";
import { allowedFailBack, allowedRecover } from "@v-available/domain/recovery-declaration";
import { allowedScreen } from "@v-available/domain/screen";
import { otherSide } from "@v-available/domain/state";
import { allowed, allowedProtect, allowedSwitch, type RunningTask } from "@v-available/domain/transition";
import type { Verdict } from "@v-available/domain/verdict";
import type { PicturedPair, PicturedVm } from "../query/picture";
import type { ActionView, MachineAction } from "../view/action";
import type { DialStopView } from "../view/machine";

/** The level of the dial with the switches beside it left as they are. */
export const protectionAtStop = (declared: Protection, stop: keyof typeof PROTECTION_OF_STOP): Protection =>
  stop === "unprotected"
    ? PROTECTION_OF_STOP.unprotected
    : { ...PROTECTION_OF_STOP[stop], separation: declared.separation, recovery: declared.recovery };

export function dialOf(
  machine: PicturedVm,
  pair: PicturedPair,
  capabilities: CapabilityAnswers,
  running: RunningTask | null,
): DialStopView[] {
  const { observed } = machine.row;
  return DIAL_STOPS.map((stop) => {
    const protection = protectionAtStop(observed.declared, stop);
    const may = allowedProtect(observed, protection, machine.protection, running);
    if (!may.allowed) return { stop, refusedBecause: may.reason };
    const block = refusalOf(admitProtection(observed, pair.facts, protection, capabilities));
    return { stop, refusedBecause: block?.message ?? null };
  });
}

interface Step {
  readonly action: MachineAction;
  readonly label: string;
  readonly verdict: Verdict;
}

/** What only a person declares: of a machine that is copied elsewhere, or is there. */
function recoveryOf(machine: PicturedVm, pair: PicturedPair, running: RunningTask | null): Step[] {
  const { observed } = machine.row;
  const { protection } = machine;
  if (protection.power === "elsewhere") {
    const verdict = allowedFailBack(pair.facts, protection, running);
    return [{ action: "fail-back", label: "Bring back to its pair", verdict }];
  }
  if (observed.declared.recovery === "none") return [];
  const site = observed.recoveryCopy?.siteName ?? "the recovery site";
  const verdict = allowedRecover(observed, pair.facts, protection, running);
  return [{ action: "recover", label: `Start at ${site}`, verdict }];
}

/** One that runs can be ended; else one can be started. */
function drillStep({ row: { observed }, protection }: PicturedVm): Step | null {
  if (observed.declared.recovery === "none") return null;
  if (runningDrill(observed)) return { action: "end-drill", label: "End the drill", verdict: { allowed: true } };
  const obstacle = againstDrill(observed, protection);
  const verdict: Verdict = obstacle ? { allowed: false, reason: obstacle.reason, untilMs: null } : { allowed: true };
  const site = observed.recoveryCopy?.siteName ?? "the recovery site";
  return { action: "drill", label: `Start a drill at ${site}`, verdict };
}

/** Of a machine with two copies: they are compared; and where either may be right one is chosen. */
function copyStepsOf(machine: PicturedVm, pair: PicturedPair, running: RunningTask | null): Step[] {
  const { observed } = machine.row;
  const { protection } = machine;
  if (observed.histories || observed.undecided) {
    const verdict = allowedChoice(observed, pair.facts, protection, null, running);
    return [{ action: "choose-copy", label: "Choose the copy that stays", verdict }];
  }
  if (observed.declared.mirror === "none") return [];
  return observed.comparison?.running
    ? [{ action: "end-comparison", label: "Break the comparison off", verdict: { allowed: true } }]
    : [
        {
          action: "compare",
          label: "Compare both copies",
          verdict: allowedComparison(observed, protection, running),
        },
      ];
}

function actionView({ action, label, verdict }: Step): ActionView {
  return {
    action,
    label,
    disabledBecause: verdict.allowed ? null : verdict.reason,
    possibleAtMs: verdict.allowed ? null : verdict.untilMs,
  };
}

const able = (capabilities: CapabilityAnswers, capability: string, verdict: Verdict): Verdict => {
  const answer = capabilities[capability];
  return answer && !answer.supported ? { allowed: false, reason: answer.reason, untilMs: null } : verdict;
};

/** What can be done about a proof of its copy; null where there is no copy to prove. */
export function drillActionOf(machine: PicturedVm, capabilities: CapabilityAnswers): ActionView | null {
  const step = drillStep(machine);
  return step ? actionView({ ...step, verdict: able(capabilities, "recovery-drill", step.verdict) }) : null;
}

export function actionsOf(
  machine: PicturedVm,
  pair: PicturedPair,
  capabilities: CapabilityAnswers,
  running: RunningTask | null,
): ActionView[] {
  const { observed } = machine.row;
  const to = otherSide(observed.activeSide);
  const view = (action: MachineAction, label: string, capability: string, verdict: Verdict) =>
    actionView({ action, label, verdict: able(capabilities, capability, verdict) });
  const dial = dialOf(machine, pair, capabilities, running);
  const changeable = dial.find(({ refusedBecause }) => refusedBecause === null);
  const refused = dial.find(({ refusedBecause }) => refusedBecause !== "It is declared at this level already.");
  const protect: Verdict = changeable
    ? { allowed: true }
    : {
        allowed: false,
        reason: refused?.refusedBecause ?? "There is no other level.",
        untilMs: running?.etaAtMs ?? machine.protection.etaAtMs,
      };
  return [
    view("start", "Start", "start-stop", allowed("vm.start", machine.protection, running)),
    view("stop", "Stop", "start-stop", allowed("vm.stop", machine.protection, running)),
    view("screen", "Screen", "console-screen", allowedScreen(observed)),
    actionView({ action: "protect", label: "Change level", verdict: protect }),
    view(
      "switch-active",
      `Make ${pair.hosts[to]?.name ?? `host ${to.toUpperCase()}`} active`,
      "switch-active",
      allowedSwitch(observed, to, machine.protection, running),
    ),
    ...[drillActionOf(machine, capabilities)].filter((action) => action !== null),
    ...recoveryOf(machine, pair, running).map(({ action, label, verdict }) =>
      view(action, label, "disaster-recovery", verdict),
    ),
    ...copyStepsOf(machine, pair, running).map(({ action, label, verdict }) =>
      view(action, label, action === "choose-copy" ? "choose-copy" : "compare-copies", verdict),
    ),
    view("edit", "Edit", "edit-machine", allowed("vm.edit", machine.protection, running)),
    view("remove", "Remove", "delete-machine", allowed("vm.delete", machine.protection, running)),
  ];
}
