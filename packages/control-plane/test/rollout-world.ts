import { randomUUID } from "node:crypto";
import { POLICY_PRESETS, type Policy } from "@v-available/domain/policy";
import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import type { Fleet } from "@v-available/orchestrator-simulator/fleet";
import { withRecoverySite } from "@v-available/orchestrator-simulator/recovery-fleet";
import type { RolloutView } from "../src/view/rollout";
import { OPERATOR, type TestWorld } from "./world";

/** Machines at High Availability, till-1 to till-6, on two pairs in turn; every pair can copy to a recovery site. */
export function fleetOfTills(): Fleet {
  const small = smallFleetOfEachLevel();
  const [pair] = small.pairs;
  const machine = small.machines.find(({ name }) => name === "ha-app");
  if (!pair || !machine) throw new Error("the small fleet has a pair and ha-app");
  const other = { ...pair, ref: "pair-two", name: "two", hostNames: { a: "two-a", b: "two-b" } };
  const machines = [1, 2, 3, 4, 5, 6].map((at) => ({
    ...machine,
    name: `till-${at}`,
    pairRef: at % 2 === 0 ? other.ref : pair.ref,
  }));
  const copied = withRecoverySite({ ...small, pairs: [pair, other], machines: [] }, 20e9);
  const fast = copied.pairs.map((one) => ({
    ...one,
    ...(one.recovery ? { recovery: { ...one.recovery, wanBytesPerSecond: 1_250_000_000 } } : {}),
  }));
  return { ...copied, pairs: fast, machines };
}

/** What a test of rollouts does over and over, on the world as it is then. */
export class RolloutWorld {
  readonly #world: () => TestWorld;
  constructor(world: () => TestWorld) {
    this.#world = world;
  }
  get desk() {
    return this.#world().desk;
  }
  async machine(name: string) {
    const row = (await this.desk.queries.machineList()).find((one) => one.name === name);
    if (!row) throw new Error(`no machine named ${name}`);
    return row;
  }
  /** A policy with its first version in force, which holds these machines and changes none of them yet. */
  async policy(protection: Policy["protection"], machines: readonly string[], rest: Partial<Policy> = {}) {
    const policy: Policy = {
      ...POLICY_PRESETS.unprotected,
      name: "gold",
      protection,
      ...rest,
    };
    const { policyId } = await this.desk.verbs.createDraft({ policy, key: randomUUID() }, OPERATOR);
    await this.publish(policyId, null);
    for (const name of machines) {
      const { id: machineId } = await this.machine(name);
      await this.desk.verbs.assignPolicy({ policyId, by: { kind: "machine", machineId } }, OPERATOR);
    }
    return policyId;
  }
  async publish(policyId: string, rollOut: { lowered: number; passingBelow: number } | null) {
    const { draft } = await this.desk.queries.policy(policyId);
    const asked = { policyId, draftRevision: draft?.revision ?? -1, reason: "as agreed", key: randomUUID(), rollOut };
    return this.desk.verbs.publishDraft(asked, OPERATOR);
  }
  async edit(policyId: string, change: Partial<Policy>) {
    const { draft, versions, version } = await this.desk.queries.policy(policyId);
    const policy = { ...(draft?.policy ?? versions[0]?.policy ?? POLICY_PRESETS.unprotected), ...change };
    const shown = { draftRevision: draft?.revision ?? null, baseVersion: draft ? draft.baseVersion : version };
    await this.desk.verbs.editDraft({ policyId, ...shown, policy }, OPERATOR);
  }
  async start(policyId: string, accepted = { lowered: 0, passingBelow: 0 }): Promise<string> {
    const { version } = await this.desk.queries.policy(policyId);
    const asked = { policyId, version: version ?? 0, rollOut: accepted, key: randomUUID() };
    return (await this.desk.verbs.startRollout(asked, OPERATOR)).rolloutId;
  }
  async untilIn(rolloutId: string, ...states: RolloutView["state"][]): Promise<RolloutView> {
    await this.#world().until(
      async () => states.includes((await this.desk.queries.rollout(rolloutId)).state),
      `that the rollout is ${states.join(" or ")}`,
      1_800_000,
    );
    return this.desk.queries.rollout(rolloutId);
  }
  async stepsOf(rolloutId: string): Promise<Record<string, string>> {
    const { steps } = await this.desk.queries.rollout(rolloutId);
    return Object.fromEntries(steps.map(({ machine, state }) => [machine.name, state]));
  }
}
