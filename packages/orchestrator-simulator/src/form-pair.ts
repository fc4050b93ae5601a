import type { FormCommand } from "@v-available/domain/command";
import { refusalOf } from "@v-available/domain/finding";
import { isReplacing } from "@v-available/domain/form-command";
import { pathsBetween } from "@v-available/domain/pair-candidate";
import { admitPair, candidateOf, type PairDraft } from "@v-available/domain/pair-forming";
import { chosenPaths } from "@v-available/domain/pair-link-check";
import { isFinalStep } from "@v-available/domain/pair-step";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { CAPABILITIES } from "./capability";
import { freeHostsOf, observeFreeHost } from "./free-host";
import { joinPair } from "./join-pair";
import { write } from "./journal";
import { FORMING_MS, stepAt, stepMs } from "./pair-step-time";
import { going, type Progress } from "./progress";
import { carryReplacing, checkReplacing, replacingProgress } from "./replace-host";
import { after, hostOf, type Sim, touch, wallMs } from "./sim";
import type { SimForming, SimFreeHost } from "./world/free-host";
import type { EventOf } from "./world-event";

type Plan = SimForming["plan"];

const isFinal = ({ step }: SimForming): boolean => isFinalStep(stepAt(step) ?? "");

const formingNamed = (sim: Sim, pairName: string): SimForming | undefined =>
  Object.values(sim.world.formings ?? {}).find(({ plan, state }) => plan.name === pairName && state === "running");

/** @throws Refusal where the two can't become a pair, or the making of one can't be broken off any more */
export function checkForming(sim: Sim, command: FormCommand): void {
  if (command.kind === "pair.form") {
    const refusal = against(sim, command.plan);
    if (refusal) throw new Refusal(refusal);
    return;
  }
  if (isReplacing(command)) {
    checkReplacing(sim, command);
    return;
  }
  const forming = formingNamed(sim, command.pairName);
  if (!forming)
    throw new Refusal({
      code: "not-found",
      message: `No pair named ${command.pairName} is being made.`,
      field: "pairName",
      value: command.pairName,
      limit: "a pair that is being made",
      remedy: "Look at the list of pairs: it may be there already.",
    });
  if (isFinal(forming))
    throw new Refusal({
      code: "illegal-transition",
      message: `${command.pairName} is written down at its witness and can't be broken off any more.`,
      field: "pairName",
      value: command.pairName,
      limit: "before the witness knows the pair",
      remedy: "Wait until it is made.",
    });
}

/** @param own the one whose hosts and name are taken by itself */
function against(sim: Sim, plan: Plan, own?: SimForming): RefusalDetail | null {
  const { world } = sim;
  const free = freeHostsOf(sim).map((host) => (own && host.pairing === plan.name ? { ...host, pairing: null } : host));
  const nameOf = (ref: string) => free.find((host) => host.ref === ref)?.name ?? ref;
  const draft: PairDraft = {
    name: plan.name,
    hostA: nameOf(plan.hostRefs.a),
    hostB: nameOf(plan.hostRefs.b),
    witness: plan.witnesses[0] ?? null,
    alternate: plan.witnesses[1] ?? null,
    load: { vcpus: 0, memoryMiB: 0, diskMiB: 0 },
  };
  const beingMade = Object.values(world.formings ?? {}).filter((one) => one !== own && one.state === "running");
  return refusalOf(
    admitPair(draft, {
      pairNames: [...Object.values(world.pairs), ...beingMade.map((one) => one.plan)].map(({ name }) => name),
      freeHosts: free.map((host) => candidateOf(observeFreeHost(sim, host), Object.values(world.sites))),
      capabilities: CAPABILITIES,
    }),
  );
}

export function carryForming(sim: Sim, command: FormCommand, taskKey: string): void {
  const { world } = sim;
  if (isReplacing(command)) {
    carryReplacing(sim, command, taskKey);
    return;
  }
  if (command.kind === "pair.end-forming") {
    const forming = formingNamed(sim, command.pairName);
    if (forming) end(sim, forming, "cancelled");
    return;
  }
  const formings = world.formings ?? {};
  // Those of ended tasks say nothing more to anybody.
  for (const key of Object.keys(formings)) if (!sim.runningTasks.has(key)) delete formings[key];
  formings[taskKey] = { taskKey, plan: command.plan, startedAtMs: world.nowMs, step: 0, state: "running" };
  world.formings = formings;
  for (const host of hostsOf(sim, command.plan)) setPairing(sim, host, command.plan.name);
  after(sim, stepMs("ask both hosts"), { kind: "forming-step", taskKey, step: 1 });
}

const hostsOf = (sim: Sim, { hostRefs }: Plan): SimFreeHost[] =>
  [hostRefs.a, hostRefs.b].flatMap((ref) => sim.world.freeHosts?.[ref] ?? []);

function setPairing(sim: Sim, host: SimFreeHost, pairing: string | null): void {
  host.pairing = pairing;
  touch(sim, "free-host", host.ref);
}

function end(sim: Sim, forming: SimForming, state: SimForming["state"]): void {
  forming.state = state;
  for (const host of hostsOf(sim, forming.plan)) setPairing(sim, host, null);
}

/** Until the witness knows the pair, everything is looked at anew before the next step. */
export function formingStepDue(sim: Sim, { taskKey, step }: EventOf<"forming-step">): void {
  const forming = sim.world.formings?.[taskKey];
  if (forming?.state !== "running") return;
  if (!isFinal(forming)) {
    const refusal = against(sim, forming.plan, forming);
    if (refusal) {
      end(sim, forming, { ...refusal, message: `${refusal.message} Both hosts are free again.` });
      return;
    }
  }
  const next = stepAt(step);
  if (next) {
    forming.step = step;
    after(sim, stepMs(next), { kind: "forming-step", taskKey, step: step + 1 });
  } else complete(sim, forming);
}

function complete(sim: Sim, forming: SimForming): void {
  const [a, b] = hostsOf(sim, forming.plan);
  if (!a || !b) throw new Error(`a host of ${forming.plan.name} is gone while it is made`);
  const sites = Object.values(sim.world.sites);
  const candidates = [a, b].map((host) => candidateOf(observeFreeHost(sim, host), sites));
  const [first, second] = candidates as [(typeof candidates)[number], (typeof candidates)[number]];
  const paths = chosenPaths(first, second);
  forming.state = "done";
  joinPair(sim, forming.plan, { a, b }, paths.length > 1 ? paths : pathsBetween(first, second));
  write(sim, hostOf(sim, a.ref), {
    ...{ phase: null, rootRef: null, rule: null, faultKind: null, severity: null, clears: false },
    subject: { kind: "host", ref: a.ref },
    vmRefs: [],
    actor: "host",
    sentence: `${a.name} and ${b.name} are the pair ${forming.plan.name} and hear each other.`,
  });
}

export function formingProgress(sim: Sim, command: FormCommand, taskKey: string): Progress {
  if (isReplacing(command)) return replacingProgress(sim, command, taskKey);
  if (command.kind === "pair.end-forming") return "done";
  const forming = sim.world.formings?.[taskKey];
  if (!forming) return { code: "failed", message: `The making of ${command.plan.name} was lost.` };
  const { state, step, startedAtMs } = forming;
  if (state !== "running") return state;
  const etaMs = startedAtMs + FORMING_MS;
  const ratio = Math.min(0.99, (sim.world.nowMs - startedAtMs) / FORMING_MS);
  return going(stepAt(step) ?? "", ratio, wallMs(sim.world, etaMs));
}
