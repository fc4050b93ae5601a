import { STALE_AFTER_MS } from "@v-available/domain/timing";
import type { Settings } from "@v-available/orchestrator-simulator/setting";
import type { MachineRow } from "../../src/view/machine";
import type { TestWorld } from "../world";
import type { Port } from "./port";
import { isAsDeclared, type Truth, truthOf } from "./truth";

/**
 * So long may be shown what is not true any more: no sign of it is older than the staleness bound, and what happens
 * meanwhile is known to a host at the end of its own patience at the latest.
 */
const boundMs = ({ guestHangMs, timing, mirrorLossDetectMs }: Settings): number =>
  STALE_AFTER_MS + Math.max(guestHangMs, timing.haDeadMs, mirrorLossDetectMs);

const NOT_SERVING: ReadonlySet<string> = new Set(["Down", "AwaitingQuorum", "Unknown"]);

/** Each way in which what is shown is better than what is so. */
function embellishments(row: MachineRow, truth: Truth): string[] {
  const { headline, power, declaredStop } = row;
  const shown: string[] = [];
  if (power === "on" && !NOT_SERVING.has(headline.state) && !truth.serves) shown.push("is shown to run, and does not");
  if (headline.effective !== "unprotected" && !truth.survivesHost)
    shown.push("is shown to survive a host, and does not");
  // What is off has nothing to lose at once: its level says what it will have.
  if (power !== "off" && headline.effective === "fault-tolerance" && !truth.survivesHostAtOnce)
    shown.push("is shown to survive a host without a restart, and does not");
  if (power === "on" && headline.state === "Protected" && !isAsDeclared(declaredStop, truth))
    shown.push(`is shown to have its ${declaredStop}, and does not`);
  return shown;
}

/** What contradicts itself, or is older than may be shown. That is wrong at once. */
function contradictions({ name, headline, power }: MachineRow, nowMs: number): string[] {
  const wrong: string[] = [];
  const { state, effective, observedAtMs } = headline;
  if (nowMs - observedAtMs > STALE_AFTER_MS && state !== "Unknown")
    wrong.push(`${name} is shown as ${state} by what was seen ${nowMs - observedAtMs} ms ago`);
  if (state === "Unknown" && effective !== "unprotected") wrong.push(`${name} is Unknown and counted as ${effective}`);
  if (state === "Unprotected" && effective !== "unprotected")
    wrong.push(`${name} is Unprotected and counted as ${effective}`);
  if (power === "on" && state === "Down" && effective === "fault-tolerance")
    wrong.push(`${name} is Down and counted as ${effective}`);
  return wrong;
}

/** S10: looks at what the control plane shows, and how long that was better than the truth. */
export class HonestyWatch {
  readonly #port: Port;
  readonly #sinceMs = new Map<string, number>();

  constructor(port: Port) {
    this.#port = port;
  }

  /** @returns what is shown too well, or has been for too long */
  async look(world: TestWorld): Promise<string[]> {
    const nowMs = world.clock.nowMs();
    const rows = await world.desk.queries.machineList();
    const breaches = rows.flatMap((row) => contradictions(row, nowMs));
    const standing = this.#untruths(world, rows);
    for (const [what, why] of standing) {
      const sinceMs = this.#sinceMs.get(what) ?? nowMs;
      this.#sinceMs.set(what, sinceMs);
      if (nowMs - sinceMs > boundMs(world.simulator.sim.world.settings))
        breaches.push(`${what}, for ${nowMs - sinceMs} ms: ${why}`);
    }
    for (const what of this.#sinceMs.keys()) if (!standing.has(what)) this.#sinceMs.delete(what);
    return breaches;
  }

  #untruths(world: TestWorld, rows: readonly MachineRow[]): Map<string, string> {
    const { sim } = world.simulator;
    const there = new Map(Object.values(sim.world.vms).map((vm) => [vm.name, vm]));
    const untruths = new Map<string, string>();
    for (const row of rows) {
      const vm = there.get(row.name);
      const { state, reason } = row.headline;
      if (vm)
        for (const what of embellishments(row, truthOf(sim, vm)))
          untruths.set(`${row.name} ${what}`, `${state}, "${reason}"`);
      else if (state !== "Unknown") untruths.set(`${row.name} is shown, and there is no such machine`, state);
    }
    if (this.#port.isCut) return untruths; // it can't know of what was made since
    const shown = new Set(rows.map(({ name }) => name));
    for (const name of there.keys())
      if (!shown.has(name)) untruths.set(`${name} is not shown`, "it is not in the list");
    return untruths;
  }
}
