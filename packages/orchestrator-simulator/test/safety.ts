import { SafetyWatch } from "../src/invariant";
import type { Sim } from "../src/sim";
import type { WorldEvent } from "../src/world-event";

/** The same watch that the lab shows, as a check that ends a test. Call it after every event. */
export class SafetyCheck {
  readonly watch = new SafetyWatch();

  readonly after = (sim: Sim, event: WorldEvent | null): void => {
    sim.beforeEffect ??= this.watch.before;
    this.watch.after(sim, event);
    const breach = this.watch.breaches[0];
    if (breach) throw new Error(`${breach.invariant} at ${breach.atMs} ms: ${breach.sentence}`);
  };
}
