import type { MachineDefinition } from "@v-available/domain/machine-definition";
import type { ObservedTask, ObservedVm } from "@v-available/domain/observed";
import { observedTaskSchema } from "@v-available/domain/observed";
import { Refusal, type RefusalCode, type RefusalDetail } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import { expect } from "vitest";
import type { Capabilities } from "../capability";
import type { Command } from "../command";
import type { Orchestrator } from "../orchestrator";
import type { ContractHarness } from "./harness";
import { Watcher } from "./watcher";

/** What the cases share: one adapter, one watcher that never looks away, and the machine they take through its life. */
export interface ContractWorld {
  readonly harness: ContractHarness;
  readonly orchestrator: Orchestrator;
  readonly watcher: Watcher;
  readonly capabilities: Capabilities;
  machineRef: string;
  nextKey: number;
}

export async function openWorld(harness: ContractHarness): Promise<ContractWorld> {
  const orchestrator = await harness.connect();
  const watcher = new Watcher(orchestrator);
  await harness.settle(() => watcher.observations > 0, "the first observation", harness.limits.commandMs);
  return {
    harness,
    orchestrator,
    watcher,
    capabilities: await orchestrator.capabilities(),
    machineRef: "",
    nextKey: 1,
  };
}

export async function closeWorld(world: ContractWorld): Promise<void> {
  await world.watcher.stop();
  await world.orchestrator.close();
  await world.harness.dispose();
}

export const newKey = (world: ContractWorld, what: string): string => `contract-${what}-${world.nextKey++}`;

export function definitionOf(
  world: ContractWorld,
  part: Partial<MachineDefinition> & { name: string },
): MachineDefinition {
  const { harness } = world;
  return {
    ...harness.machine,
    pairRef: harness.pairRef,
    side: "a",
    protection: { compute: "restart", mirror: "none", separation: "host", recovery: "none" },
    ...part,
  };
}

/** Asks, and waits until the task has ended well. */
export async function carryOut(world: ContractWorld, command: Command, limitMs: number): Promise<ObservedTask> {
  const key = newKey(world, command.kind);
  const taken = observedTaskSchema.parse(await world.orchestrator.execute(command, key));
  expect(taken.key).toBe(key);
  await world.harness.settle(() => ended(world, key), `${command.kind} to end`, limitMs);
  const task = world.watcher.tasks.get(key);
  expect(task, `task of ${command.kind}`).toMatchObject({ state: "succeeded", refusal: null, progressRatio: 1 });
  return task as ObservedTask;
}

const ended = (world: ContractWorld, key: string): boolean => {
  world.watcher.check();
  const task = world.watcher.tasks.get(key);
  return task !== undefined && task.state !== "running";
};

/** The refusal that asking ends in; any other outcome fails the test. */
export async function refusalOf(asked: Promise<unknown>): Promise<RefusalDetail> {
  const outcome = await asked.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if (!("error" in outcome)) throw new Error(`expected a refusal, got ${JSON.stringify(outcome.answer)}`);
  if (!(outcome.error instanceof Refusal)) throw outcome.error;
  return outcome.error.detail;
}

export async function expectRefused(
  world: ContractWorld,
  command: Command,
  code: RefusalCode | readonly RefusalCode[],
): Promise<RefusalDetail> {
  const detail = await refusalOf(world.orchestrator.execute(command, newKey(world, "refused")));
  const codes: readonly string[] = typeof code === "string" ? [code] : code;
  expect(codes, `${command.kind}: ${detail.message}`).toContain(detail.code);
  expect(detail.message).toMatch(/\.$/);
  return detail;
}

export function machine(world: ContractWorld): ObservedVm {
  const vm = world.watcher.vm(world.machineRef);
  if (!vm) throw new Error(`machine ${world.machineRef} is not observed`);
  return vm;
}

/** Runs on this side and nowhere else, as far as is known. */
export const runsOn = (vm: ObservedVm, side: Side): boolean =>
  vm.activeSide === side && vm.instances[side] === "Running" && vm.instances[side === "a" ? "b" : "a"] !== "Running";

/** Both copies are good, mirrored, and the witness knows it. */
export const isMirrored = (vm: ObservedVm): boolean =>
  vm.mirror.replication === "Established" &&
  vm.mirror.legs.a === "UpToDate" &&
  vm.mirror.legs.b === "UpToDate" &&
  vm.register?.inSync.length === 2 &&
  !vm.held;

export const isSolo = (vm: ObservedVm, side: Side): boolean =>
  vm.register?.owner === side && vm.register.inSync.length === 1 && vm.register.inSync[0] === side && !vm.held;
