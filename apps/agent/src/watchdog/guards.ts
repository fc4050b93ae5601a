import type { Effect } from "@v-available/pair-protocol/effect";
import type { InputFact } from "@v-available/pair-protocol/input";
import type { Logger } from "../log";
import type { WatchdogClient } from "./watchdog-client";

type GuardEffect = Extract<Effect, { kind: "arm-watchdog" | "disarm-watchdog" }>;

/** Until when the warden lets each machine run, as far as it has confirmed it. */
export class Guards {
  readonly #watchdog: Pick<WatchdogClient, "arm" | "disarm" | "deadlines">;
  readonly #report: (fact: InputFact) => void;
  readonly #log: Logger;
  readonly #untilMs = new Map<string, number>();
  /** Machines whose deadline the warden did not take. */
  readonly #unguarded = new Set<string>();

  constructor(
    watchdog: Pick<WatchdogClient, "arm" | "disarm" | "deadlines">,
    report: (fact: InputFact) => void,
    log: Logger,
  ) {
    this.#watchdog = watchdog;
    this.#report = report;
    this.#log = log;
  }

  /** What a warden that outlived the agent still holds. */
  async takeUp(): Promise<void> {
    for (const { vmRef, untilMs } of await this.#watchdog.deadlines()) this.#untilMs.set(vmRef, untilMs);
  }

  /** When the warden will end it; null when it is not armed. */
  untilMs(vmRef: string): number | null {
    return this.#untilMs.get(vmRef) ?? null;
  }

  /** Whether a machine may be started: one that needs a deadline and has none would outlive a hang of the agent. */
  mayStart(vmRef: string): boolean {
    return !this.#unguarded.has(vmRef);
  }

  /** Fulfilled once the warden has it on its disk, or has failed to take it, which is reported. */
  async carryOut(effect: GuardEffect): Promise<void> {
    const vmRefs =
      effect.kind === "arm-watchdog" ? effect.deadlines.map((deadline) => deadline.vmRef) : [...effect.vmRefs];
    try {
      if (effect.kind === "arm-watchdog") {
        await this.#watchdog.arm(effect.deadlines);
        for (const { vmRef, untilMs } of effect.deadlines) this.#untilMs.set(vmRef, untilMs);
      } else {
        await this.#watchdog.disarm(effect.vmRefs);
        for (const vmRef of effect.vmRefs) this.#untilMs.delete(vmRef);
      }
      for (const vmRef of vmRefs) this.#unguarded.delete(vmRef);
    } catch (error) {
      // A machine that runs goes on: the protocol ends it at the deadline, unless this very process hangs.
      const reason = (error as Error).message;
      this.#log.error("the warden did not take a deadline", { reason });
      for (const vmRef of vmRefs) {
        if (effect.kind === "arm-watchdog") this.#unguarded.add(vmRef);
        this.#report({ kind: "effect-failed", effect: effect.kind, vmRef, reason });
      }
    }
  }
}
