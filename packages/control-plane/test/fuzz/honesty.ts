import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import type { MachineRow } from "../../src/view/machine";
import type { TestWorld } from "../world";
import { type Truth, truthOf } from "./truth";

/**
 * So long may be shown what is not true any more: no sign of it is older than the staleness bound, and what happens
 * meanwhile is known to a host at the end of its own patience at the latest.
 */
const { guestHangMs, timing, mirrorLossDetectMs } = SETTINGS_OF_PACE.brisk;
export const BOUND_MS = STALE_AFTER_MS + Math.max(guestHangMs, timing.haDeadMs, mirrorLossDetectMs);

const NOT_SERVING: ReadonlySet<string> = new Set(["Down", "AwaitingQuorum", "Unknown"]);

/** Each way in which what is shown is better than what is so. */
function embellishments({ headline, power }: MachineRow, truth: Truth): string[] {
  const shown: string[] = [];
  if (power === "on" && !NOT_SERVING.has(headline.state) && !truth.serves) shown.push("is shown to run, and does not");
  if (headline.effective !== "unprotected" && !truth.survivesHost)
    shown.push("is shown to survive a host, and does not");
  // What is off has nothing to lose at once: its level says what it will have.
  if (power !== "off" && headline.effective === "fault-tolerance" && !truth.survivesHostAtOnce)
    shown.push("is shown to survive a host without a restart, and does not");
  return shown;
}

/** S10: looks at what the control plane shows, and how long that was better than the truth. */
export class HonestyWatch {
  readonly #sinceMs = new Map<string, number>();
  looks = 0;

  /** @returns what has been shown too well for too long */
  async look(world: TestWorld): Promise<string[]> {
    const nowMs = world.clock.nowMs();
    const { sim } = world.simulator;
    const rows = await world.desk.queries.machineList();
    const known = new Map(Object.values(sim.world.vms).map((vm) => [vm.name, vm]));
    const standing = new Set<string>();
    const breaches: string[] = [];
    this.looks += 1;
    for (const row of rows) {
      const vm = known.get(row.name);
      if (!vm) continue;
      for (const what of embellishments(row, truthOf(sim, vm))) {
        const key = `${row.name} ${what}`;
        standing.add(key);
        const sinceMs = this.#sinceMs.get(key) ?? nowMs;
        this.#sinceMs.set(key, sinceMs);
        if (nowMs - sinceMs > BOUND_MS)
          breaches.push(`${key}, for ${nowMs - sinceMs} ms: ${row.headline.state}, "${row.headline.reason}"`);
      }
    }
    for (const key of this.#sinceMs.keys()) if (!standing.has(key)) this.#sinceMs.delete(key);
    return breaches;
  }
}
