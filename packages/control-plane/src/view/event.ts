import type { FaultKind } from "@v-available/domain/fault-kind";
import type { IncidentPhase, Severity } from "@v-available/domain/state";
import type { Subject } from "./alarm";
import type { Reference } from "./headline";

/** One line of the record: gapless by `sequence`, chained by hash. */
export interface EventRow {
  readonly id: string;
  readonly revision: number;
  readonly sequence: number;
  readonly atMs: number;
  /** "host.record", "alarm.acknowledge", "vm.protect" … */
  readonly type: string;
  readonly actor: "host" | "operator" | "control-plane";
  readonly actorName: string;
  readonly sentence: string;
  readonly severity: Severity | null;
  readonly phase: IncidentPhase | null;
  readonly rule: string | null;
  readonly faultKind: FaultKind | null;
  readonly clears: boolean;
  readonly subject: Subject | null;
  readonly pair: Reference | null;
  readonly incidentId: string | null;
  /** The host's own journal that it came from; null for our own. */
  readonly source: { readonly name: string; readonly sequence: number } | null;
  /** The sha256 that ends the chain at this event, in hex. */
  readonly hash: string;
}

/** Newest first. Pass `nextCursor` back for the older ones. */
export interface EventPage {
  readonly events: readonly EventRow[];
  readonly nextCursor: number | null;
}
