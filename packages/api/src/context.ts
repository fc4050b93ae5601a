import type { Actor, Queries, Verbs } from "@v-available/control-plane/desk";
import type { FaultLab } from "@v-available/control-plane/lab";
import type { Live } from "@v-available/control-plane/live";

/** What every procedure has: built for each request, passed in, never looked up. */
export interface Context {
  readonly queries: Queries;
  readonly verbs: Verbs;
  readonly live: Live;
  /** Null where the fleet is real. */
  readonly lab: FaultLab | null;
  /** Null where nobody is signed in. */
  readonly actor: Actor | null;
  /** Aborts with `signal`, and when this actor is signed out or entrusted with something else. */
  readonly whileSignedIn: (signal: AbortSignal) => AbortSignal;
  /** Takes what must not reach the reader: defects, with the procedure they came from. */
  readonly reportDefect: (error: unknown, where: string) => void;
}
