import { dialSteps } from "./dial-step";
import { stepMs } from "./dial-step-time";
import { dialStopOf, type Protection } from "./level";
import type { ObservedVm } from "./observed";
import { hostName, type PairFacts, partnerOf } from "./pair-facts";
import { givesAll } from "./policy-standing";
import { mebibytesWords, rateWords } from "./size-words";
import { FT_BLIP_P50_MS } from "./timing";
import { aboutWords } from "./wording";

/** The way to another level, as it is expected: nothing of it is promised. */
export interface ChangeForecast {
  readonly steps: readonly ForecastStep[];
  /** Of all of them, ms. */
  readonly durationMs: number;
  /** What it takes from then on, and what it gives back: a sentence each. */
  readonly costs: readonly string[];
  /** When the machine has less than it is declared to have, and for how long. */
  readonly exposure: string;
}

export interface ForecastStep {
  /** "copy the disk" */
  readonly phrase: string;
  readonly durationMs: number;
}

/** @returns null where nothing changes */
export function forecastChange(vm: ObservedVm, facts: PairFacts, protection: Protection): ChangeForecast | null {
  const steps = dialSteps(vm.declared, protection, false).map(({ name, phrase }) => ({
    phrase,
    durationMs: Math.round(stepMs(name, vm, facts)),
  }));
  if (steps.length === 0) return null;
  return {
    steps,
    durationMs: steps.reduce((sum, step) => sum + step.durationMs, 0),
    costs: [...diskCosts(vm, facts, protection), ...memoryCosts(vm, facts, protection)],
    exposure: exposureOf(vm, protection),
  };
}

function diskCosts(vm: ObservedVm, facts: PairFacts, { mirror, separation, recovery }: Protection): string[] {
  const there = hostName(facts, partnerOf(vm));
  const disk = mebibytesWords(vm.diskMiB);
  const writes = rateWords(vm.load.writeBytesPerSecond);
  const costs: string[] = [];
  if (vm.declared.mirror === "none" && mirror === "sync")
    costs.push(`${disk} of disk on ${there}, and its writes, ${writes} now, on the availability links.`);
  if (vm.declared.mirror === "sync" && mirror === "none") costs.push(`Gives back ${disk} of disk on ${there}.`);
  if (vm.declared.separation === "host" && separation === "site")
    costs.push("Each write waits for the round trip between the sites.");
  const site = facts.pair?.recoveryTarget?.siteName ?? "the recovery site";
  if (vm.declared.recovery === "none" && recovery !== "none")
    costs.push(`${disk} of disk at ${site}, and its writes, ${writes} now, on the way there.`);
  if (vm.declared.recovery !== "none" && recovery === "none")
    costs.push(`Gives back its copy at ${site}, with all points of its past.`);
  return costs;
}

function memoryCosts(vm: ObservedVm, facts: PairFacts, protection: Protection): string[] {
  const there = hostName(facts, partnerOf(vm));
  const [was, will] = [dialStopOf(vm.declared), dialStopOf(protection)];
  const memory = mebibytesWords(vm.memoryMiB);
  if (was !== "fault-tolerance" && will === "fault-tolerance")
    return [
      `${memory} of memory on ${there}, and ${rateWords(vm.load.dirtyBytesPerSecond)} more on the availability links.`,
      `One pause of ${aboutWords(FT_BLIP_P50_MS)} on the way; from then on each answer waits until ${there} has it.`,
    ];
  if (was === "fault-tolerance" && will !== "fault-tolerance")
    return [`Gives back ${memory} of memory on ${there}, and answers wait for it no more.`];
  if (was === "unprotected" && will !== "unprotected")
    return [`${memory} of memory on ${there} are kept free, to start it there.`];
  return [];
}

const exposureOf = (vm: ObservedVm, protection: Protection): string =>
  givesAll(protection, vm.declared)
    ? "None: it keeps what it has now until the new level is complete, and returns to it if a step fails."
    : "From the change on it has less than now, for good: the prediction says what a loss does then.";
