import type { Reading } from "@v-available/domain/load-history";
import type { ObservedTask } from "@v-available/domain/observed";
import type { Capabilities } from "./capability";
import type { Command } from "./command";
import type { Cursor, Observation } from "./observation";
import type { ScreenStream } from "./screen";

/** So many steps of a time, one after the other, by the wall clock. */
export interface Stretch {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly points: number;
}

/**
 * The one port between the console and whatever runs the machines. Every failure is a `Refusal`
 * (`@v-available/domain/refusal`); anything else that is thrown is a defect of the adapter.
 */
export interface Orchestrator {
  /** Stable name of this backend: the `adapter` half of every external ref. */
  readonly name: string;
  /** What kind it is, in a word that people see: "simulator", "QEMU pair". */
  readonly product: string;

  capabilities(): Promise<Capabilities>;

  /**
   * Watch the world. Yields a snapshot, then changes, at least one of either every second while the backend can be
   * heard (a sign of life has no entities). Ends when `signal` aborts; throws Refusal "unreachable" when the backend is gone.
   * @param after the cursor of the last observation that was durably taken; undefined from the beginning
   */
  observe(options: { after?: Cursor | undefined; signal: AbortSignal }): AsyncIterable<Observation>;

  /**
   * Ask for something. Returns once the backend has durably taken it or refused it; progress comes as observed tasks.
   * Idempotent by `taskKey`: the same key again returns the task as it stands and does nothing twice.
   * @throws Refusal invalid | not-found | conflict | illegal-transition | unsupported | blocked | unreachable
   */
  execute(command: Command, taskKey: string): Promise<ObservedTask>;

  /**
   * What the backend itself knows of a machine's load at a time when nobody watched, step by step; null where it knows
   * nothing. Absent where it keeps none.
   */
  pastLoad?(vmRef: string, stretch: Stretch): Promise<readonly (Reading | null)[]>;

  /**
   * The screen of a machine, on the host where it runs now. Absent where the backend has none: "console-screen" says why.
   * @throws Refusal not-found | illegal-transition (it does not run) | unsupported | unreachable
   */
  openScreen?(vmRef: string): Promise<ScreenStream>;

  /** Stop watching and let go of sockets; the machines go on. */
  close(): Promise<void>;
}
