import type { Actor, Queries, Verbs } from "@v-available/control-plane/desk";
import type { FaultLab } from "@v-available/control-plane/lab";
import type { Live } from "@v-available/control-plane/live";

/** What every procedure has: built once at start, passed in, never looked up. */
export interface Context {
  readonly queries: Queries;
  readonly verbs: Verbs;
  readonly live: Live;
  /** Null where the fleet is real. */
  readonly lab: FaultLab | null;
  readonly actor: Actor;
  /** Takes what must not reach the reader: defects, with the procedure they came from. */
  readonly reportDefect: (error: unknown, where: string) => void;
}

/** Until people sign in, whoever reaches the loopback address is the operator of this machine. */
export const LOCAL_OPERATOR: Actor = { role: "owner", name: "local operator" };

export function createContext(parts: Omit<Context, "actor">, actor: Actor = LOCAL_OPERATOR): Context {
  const { queries, verbs, live, lab, reportDefect } = parts;
  return { queries, verbs, live, lab, reportDefect, actor };
}
