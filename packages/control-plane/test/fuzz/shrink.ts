import type { FuzzRun, FuzzWorld } from "./run";

/**
 * The least of a failing world that still fails alike (delta debugging): of its runs, of what happens to the control
 * plane and in each run, of its machines.
 * @param fails plays it; false once no more time is to be spent
 */
export async function shrink(world: FuzzWorld, fails: (world: FuzzWorld) => Promise<boolean>): Promise<FuzzWorld> {
  const runs = await least(world.runs, async (kept) => kept.length > 0 && fails({ ...world, runs: kept }));
  const desk = await least(world.desk, (kept) => fails({ ...world, runs, desk: kept }));
  let small: FuzzWorld = { ...world, runs, desk };
  for (const run of runs) {
    const withRun = (change: Partial<FuzzRun>): FuzzWorld => ({
      ...small,
      runs: small.runs.map((one) => (one.name === run.name ? { ...one, ...change } : one)),
    });
    small = withRun({ ops: await least(run.ops, (ops) => fails(withRun({ ops }))) });
    small = withRun({
      machines: await least(run.machines, async (machines) => machines.length > 0 && fails(withRun({ machines }))),
    });
  }
  return small;
}

/** Leaves out ever smaller pieces as long as it still fails without them. */
export async function least<T>(
  all: readonly T[],
  fails: (kept: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = all;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    let at = 0;
    while (at < kept.length) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (await fails(without)) kept = without;
      else at += size;
    }
  }
  return kept;
}
