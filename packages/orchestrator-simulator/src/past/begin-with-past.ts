import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { fileStore, folderAside, isKept } from "../file-store";
import { createSimulator, type NewSimulator } from "../simulator";
import { drawPast, type PastPlan } from "./draw-past";
import { playPast, type Recorder } from "./play-past";

/** Who keeps the record that a past is written into. */
export interface PastWriter {
  readonly days: number;
  /** True where nothing was ever written. */
  isUnwritten(): Promise<boolean>;
  /** Writes what is played: all of it once `play` has ended well, or nothing. */
  write(orchestrator: Orchestrator, nowMs: () => number, play: (recorder: Recorder) => Promise<void>): Promise<void>;
  /** Told once, before it takes its time. */
  readonly onBegin: (plan: PastPlan) => void;
}

const DAY_MS = 86_400_000;

/**
 * Where neither a world nor a record of one is kept, lets a world live through its past, and puts it in the folder. Cut short
 * before the record is whole, it begins anew at the next start; after that it is only put in its place.
 */
export async function beginWithPast(folder: string, newWorld: () => NewSimulator, past: PastWriter): Promise<void> {
  if (isKept(folder)) return;
  const aside = folderAside(folder);
  if (!(await past.isUnwritten())) {
    if (aside.isWhole()) aside.take();
    return;
  }
  aside.clear();
  if (past.days === 0) return;
  const world = newWorld();
  const simulator = createSimulator({ ...world, wallMs: world.wallMs - past.days * DAY_MS });
  const plan = drawPast(simulator.sim, past.days);
  past.onBegin(plan);
  if (plan.mishaps.length === 0) return;
  const store = fileStore(aside.folder);
  await past.write(
    simulator,
    () => simulator.wallMs(),
    async (recorder) => {
      await playPast(simulator, plan, recorder);
      await store.saveImage(simulator.imageSince(null));
    },
  );
  store.close();
  aside.take();
}
