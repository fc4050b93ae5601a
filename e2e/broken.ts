import type { Side } from "@v-available/domain/state";
import { alarms, machines, pairs, query } from "./api";
import { expect, test } from "./test";
import type { World } from "./world/world";

/** What is not as it should be, in words; empty where every machine has what it was declared with. */
async function disturbances(world: World): Promise<string[]> {
  const [allMachines, allPairs, overview] = await Promise.all([
    machines(world),
    pairs(world),
    query<{ incidents: { title: string }[] }>(world, "overview.get"),
  ]);
  return [
    ...allPairs.filter((pair) => pair.headline.state !== "Normal").map((pair) => `${pair.name} ${pair.headline.state}`),
    ...allMachines
      .filter(({ declaredStop, headline }) => declaredStop !== "unprotected" && headline.state !== "Protected")
      .map(({ name, headline }) => `${name} ${headline.state}`),
    ...overview.incidents.map(({ title }) => `incident: ${title}`),
  ];
}

/** Waits until nothing is wrong anywhere: what a test starts from, and leaves behind. */
export async function allWell(world: World): Promise<void> {
  await expect
    .poll(() => disturbances(world), { message: "everything is as it was declared", timeout: world.recoveryMs })
    .toEqual([]);
}

const LONGEST_HOLD_OFF_MS = 90_000;

/**
 * Waits until no alarm of this kind stands: one whose hold-off ends just then makes way for another, and whoever had the
 * first in hand has one that is over.
 */
export async function noneStands(world: World, kind: string): Promise<void> {
  test.slow();
  const standing = async () =>
    (await alarms(world)).filter((alarm) => alarm.kind === kind && alarm.clearedAtMs === null).map(({ id }) => id);
  await expect.poll(standing, { message: `no ${kind} stands from before`, timeout: LONGEST_HOLD_OFF_MS }).toEqual([]);
}

async function broken(world: World, act: () => Promise<void>, mend: () => Promise<void>, body: () => Promise<void>) {
  await allWell(world);
  await act();
  try {
    await body();
  } finally {
    await mend();
  }
  await allWell(world);
}

/** Takes a host's power for the time of `body`, and waits afterwards until there are two copies of everything. */
export const whileHostLost = (world: World, side: Side, body: () => Promise<void>) =>
  broken(
    world,
    () => world.loseHost(side),
    () => world.returnHost(side),
    body,
  );

export const whileLinksCut = (world: World, body: () => Promise<void>) =>
  broken(world, world.cutLinks, world.mendLinks, body);

export const whileWitnessLost = (world: World, body: () => Promise<void>) =>
  broken(world, world.loseWitness, world.returnWitness, body);
