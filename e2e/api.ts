import type { DialStop } from "@v-available/domain/level";
import type { RefusalDetail } from "@v-available/domain/refusal";
import type { MirrorLegState, PairState, ProtectionState, Side } from "@v-available/domain/state";
/** Anything with the address of a console. */
export interface Reached {
  readonly url: string;
  /** Of somebody who is signed in there. */
  readonly cookie: string;
}

/** What a test compares the pixels with: the answers of the same procedures that the pages ask. */
export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly mac: string;
  readonly pair: { readonly id: string; readonly name: string };
  readonly hosts: Readonly<Record<Side, string>>;
  readonly power: "on" | "off";
  readonly activeSide: Side;
  readonly legs: Readonly<Record<Side, MirrorLegState>>;
  readonly declaredStop: DialStop;
  readonly headline: {
    readonly state: ProtectionState;
    readonly effective: DialStop;
    readonly observedAtMs: number;
  };
}

export interface Pair {
  readonly id: string;
  readonly name: string;
  readonly headline: { readonly state: PairState };
  readonly site: { readonly id: string; readonly name: string };
}

export interface RecordedEvent {
  readonly sequence: number;
  readonly hash: string;
  readonly sentence: string;
}

export interface Alarm {
  readonly id: string;
  readonly kind: string;
  readonly clearedAtMs: number | null;
  readonly operatorState: string;
  readonly pair: { readonly name: string } | null;
}

export type Answer = { readonly data: unknown; readonly refusal: null } | { readonly refusal: RefusalDetail };

interface Body {
  readonly result?: { readonly data: unknown };
  readonly error?: { readonly message: string; readonly data?: { readonly refusal?: RefusalDetail } };
}

export async function query<Result>(world: Reached, procedure: string, input?: unknown): Promise<Result> {
  const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await fetch(`${world.url}/api/trpc/${procedure}${search}`, { headers: { cookie: world.cookie } });
  const body = (await response.json()) as Body;
  if (!body.result) throw new Error(`${procedure} answered ${response.status}: ${body.error?.message}`);
  return body.result.data as Result;
}

/** Asks for a change; a refusal is an answer here, anything else that is wrong an error. */
export async function ask(world: Reached, procedure: string, input: unknown): Promise<Answer> {
  const response = await fetch(`${world.url}/api/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: world.cookie },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Body;
  if (body.result) return { data: body.result.data, refusal: null };
  const refusal = body.error?.data?.refusal;
  if (!refusal) throw new Error(`${procedure} answered ${response.status}: ${body.error?.message}`);
  return { refusal };
}

export const machines = (world: Reached) => query<Machine[]>(world, "machine.list");
export const pairs = (world: Reached) => query<Pair[]>(world, "pair.list");
export const alarms = (world: Reached) => query<Alarm[]>(world, "fault.list");

export async function machineNamed(world: Reached, name: string): Promise<Machine> {
  const machine = (await machines(world)).find((one) => one.name === name);
  if (!machine) throw new Error(`There is no machine ${name}.`);
  return machine;
}

export async function pairNamed(world: Reached, name: string): Promise<Pair> {
  const pair = (await pairs(world)).find((one) => one.name === name);
  if (!pair) throw new Error(`There is no pair ${name}.`);
  return pair;
}

/** The whole record, oldest first. */
export async function record(world: Reached): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let before: number | null = null;
  do {
    const page: { events: RecordedEvent[]; nextCursor: number | null } = await query(world, "event.list", {
      limit: 500,
      before,
    });
    events.push(...page.events);
    before = page.nextCursor;
  } while (before !== null);
  return events.reverse();
}
