import type { HostView } from "@v-available/domain/agent-wire";
import type { Side } from "@v-available/domain/state";

/** What is known from one agent: its newest view, and whether it is being heard right now. */
export interface Heard {
  readonly view: HostView | null;
  /** When the adapter last got anything from it; null when never. */
  readonly heardAtMs: number | null;
  readonly connected: boolean;
}
export type BothHeard = Readonly<Record<Side, Heard>>;

export const NEVER_HEARD: Heard = { view: null, heardAtMs: null, connected: false };

/** The view of a side that can be heard now: only such a view speaks for its host. */
export const freshView = (heard: BothHeard, side: Side): HostView | null =>
  heard[side].connected ? heard[side].view : null;
