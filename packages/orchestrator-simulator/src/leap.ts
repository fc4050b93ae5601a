import { SHARED_LANE } from "./lane";
import type { Sim } from "./sim";
import type { WorldEvent } from "./world-event";

/** What goes on while pairs sleep: it tells of them, and nothing comes of it. */
const TELLING: ReadonlySet<WorldEvent["kind"]> = new Set(["figures", "sign-of-life"]);

/** True where nothing happens anywhere until something is done to this world. */
export const isAsleep = ({ world, agenda, runningTasks }: Sim): boolean =>
  Object.values(world.pairs).every(({ napSinceMs }) => napSinceMs != null) &&
  Object.keys(world.faults).length === 0 &&
  runningTasks.size === 0 &&
  agenda.waiting(SHARED_LANE).every(({ event }) => TELLING.has(event.kind));

/**
 * Time goes by over a world that sleeps, and not even what would be told of it is simulated: as long as that takes, it is
 * the same as if it had been. Nobody may watch meanwhile: it would look as if nothing were heard.
 */
export function leap(sim: Sim, untilMs: number): void {
  const { world, agenda } = sim;
  if (!isAsleep(sim)) throw new Error("time leaps over a world that sleeps only");
  const leapMs = untilMs - world.nowMs;
  if (leapMs <= 0) return;
  agenda.stop(SHARED_LANE);
  world.nowMs = untilMs;
  agenda.goOn(SHARED_LANE, leapMs, (event) => event);
}
