import type { Actor, Queries, Verbs } from "@v-available/control-plane/desk";
import type { FaultLab } from "@v-available/control-plane/lab";
import type { Live } from "@v-available/control-plane/live";
import type { AuditKind } from "@v-available/domain/audit";
import type { RefusalDetail } from "@v-available/domain/refusal";

/** What every procedure has: built for each request, passed in, never looked up. */
export interface Context {
  readonly queries: Queries;
  readonly verbs: Verbs;
  readonly live: Live;
  /** Refuses where the fleet is real. */
  readonly lab: FaultLab;
  /** Null where nobody is signed in. */
  readonly actor: Actor | null;
  /** Why what was shown instead of signing in does not count; left out where nothing was shown. */
  readonly keyRefused?: RefusalDetail | undefined;
  /** Aborts with `signal`, and when this actor is signed out or entrusted with something else. */
  readonly whileSignedIn: (signal: AbortSignal) => AbortSignal;
  /** Audits what was refused before any verb was asked: whoever is not signed in, and input that is not valid. */
  readonly turnAway: (kind: AuditKind, refusal: RefusalDetail) => Promise<void>;
  /** Takes what must not reach the reader: defects, with the procedure they came from. */
  readonly reportDefect: (error: unknown, where: string) => void;
}
