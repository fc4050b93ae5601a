import type { FuzzRun, Op } from "./fuzz-run";

/**
 * The least of a failing run that still fails alike (delta debugging on its operations, then its machines).
 * @param fails plays it; false once no more time is to be spent
 */
export async function shrink(run: FuzzRun, fails: (run: FuzzRun) => Promise<boolean>): Promise<FuzzRun> {
  const ops = await least(run.ops, (kept) => fails({ ...run, ops: kept }));
  const shorter = { ...run, ops: await shorterPauses({ ...run, ops }, fails) };
  const machines = await least(
    shorter.machines,
    async (kept) => kept.length > 0 && fails({ ...shorter, machines: kept }),
  );
  return { ...shorter, machines };
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

async function shorterPauses(run: FuzzRun, fails: (run: FuzzRun) => Promise<boolean>): Promise<readonly Op[]> {
  let { ops } = run;
  for (const [at, op] of run.ops.entries()) {
    if (op.do !== "pass" || op.ms < 1_000) continue;
    const shorter = ops.with(at, { ...op, ms: Math.round(op.ms / 4) });
    if (await fails({ ...run, ops: shorter })) ops = shorter;
  }
  return ops;
}
