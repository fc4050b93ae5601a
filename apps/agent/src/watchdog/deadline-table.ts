import type { WatchdogDeadline } from "@v-available/pair-protocol/effect";

/** Until when each machine may run without a word from the agent. Pure; times are the host's monotonic milliseconds. */
export class DeadlineTable {
  readonly #deadlines = new Map<string, number>();

  constructor(deadlines: readonly WatchdogDeadline[] = []) {
    this.arm(deadlines);
  }

  arm(deadlines: readonly WatchdogDeadline[]): void {
    for (const { vmRef, untilMs } of deadlines) this.#deadlines.set(vmRef, untilMs);
  }
  disarm(vmRefs: readonly string[]): void {
    for (const vmRef of vmRefs) this.#deadlines.delete(vmRef);
  }

  overdue(nowMs: number): string[] {
    return [...this.#deadlines].filter(([, untilMs]) => untilMs <= nowMs).map(([vmRef]) => vmRef);
  }
  get isEmpty(): boolean {
    return this.#deadlines.size === 0;
  }
  all(): WatchdogDeadline[] {
    return [...this.#deadlines].map(([vmRef, untilMs]) => ({ vmRef, untilMs }));
  }
}
