import type { FaultKind } from "./fault-kind";
import type { IncidentPhase, Severity } from "./state";

/** A value that canonical JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One line of the record, before it is chained. Append-only; `sequence` has no gap. */
export interface EventBody {
  readonly id: string;
  readonly sequence: number;
  readonly atMs: number;
  readonly type: string;
  readonly actor: "host" | "operator" | "control-plane";
  readonly actorName: string;
  /** The event that this one answers; every automatic action names its cause (S12). */
  readonly causeEventId: string | null;
  readonly sentence: string;
  readonly severity: Severity | null;
  readonly phase: IncidentPhase | null;
  readonly faultKind: FaultKind | null;
  readonly payload: Json;
}

export interface Chained {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}
export type ChainedEvent = EventBody & Chained;

/** What the first event follows. */
export const GENESIS_HASH = "0".repeat(64);
export type Sha256 = (text: string) => string;

/**
 * The same value is always the same text: keys in code-point order, no spaces, what is undefined left out.
 * @throws TypeError on what JSON cannot say exactly: a number that is not finite, a function, a bigint
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in a record`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`a ${typeof value} has no place in a record`);
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [two]) => (one < two ? -1 : one > two ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/** The hash that ends the chain at this event. `previousHash` and `hash` of the event itself are left out of it. */
export function chainHash(previousHash: string, event: object, sha256: Sha256): string {
  const { previousHash: _previous, hash: _own, ...body } = event as Partial<Chained>;
  return sha256(`${previousHash}\n${canonicalJson(body)}`);
}

export function chain<Body extends object>(
  previousHash: string,
  event: Body,
  sha256: Sha256,
): Body & { previousHash: string; hash: string } {
  return { ...event, previousHash, hash: chainHash(previousHash, event, sha256) };
}

export type ChainAnswer =
  | { readonly intact: true; readonly count: number }
  | { readonly intact: false; readonly sequence: number; readonly problem: "gap" | "broken-link" | "altered" };

/** Whether these events, in order, are exactly what was written. `after` is the hash they must follow, where it is known. */
export function verifyChain(events: readonly Chained[], sha256: Sha256, after?: string): ChainAnswer {
  let previous: Chained | null = null;
  for (const event of events) {
    const broken = (problem: "gap" | "broken-link" | "altered"): ChainAnswer => ({
      intact: false,
      sequence: event.sequence,
      problem,
    });
    if (previous !== null && event.sequence !== previous.sequence + 1) return broken("gap");
    const expected = previous?.hash ?? after;
    if (expected !== undefined && event.previousHash !== expected) return broken("broken-link");
    if (event.hash !== chainHash(event.previousHash, event, sha256)) return broken("altered");
    previous = event;
  }
  return { intact: true, count: events.length };
}
