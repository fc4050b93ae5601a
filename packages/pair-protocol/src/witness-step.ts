import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type {
  CasRefusal,
  ChangeResult,
  Members,
  RegisterChange,
  RegisterView,
  StoredRegister,
  StoredSeat,
  WitnessDurable,
  WitnessOutcome,
  WitnessRequest,
  WitnessState,
} from "./witness";

/** A new witness store. `storeId` must differ from that of every other one (a UUID). */
export const emptyWitness = (storeId: string): WitnessDurable => ({ storeId, pairs: {}, seats: {} });

/**
 * What a store holds of one pair. No answer depends on what is held of another pair, so whoever keeps a state for each
 * pays for a request what its pair costs, and not what all of them do.
 */
export const partOf = ({ storeId, pairs, seats, members }: WitnessDurable, pairRef: string): WitnessDurable => {
  const own = members?.[pairRef];
  const registers = pairs[pairRef];
  const seat = seats[pairRef];
  return {
    storeId,
    pairs: registers ? { [pairRef]: registers } : {},
    seats: seat ? { [pairRef]: seat } : {},
    ...(own ? { members: { [pairRef]: own } } : {}),
  };
};

/** A witness (re)start: nothing is known of leases, so every previous owner is given a full one from now. */
export const restoreWitness = (durable: WitnessDurable, nowMs: number): WitnessState => ({
  durable,
  startedAtMs: nowMs,
  grantedAtMs: {},
  previousLeaseEndsAtMs: {},
});

export interface WitnessConfig {
  readonly leaseMs: number;
}
export type JudgeChange = (
  stored: StoredRegister | undefined,
  change: RegisterChange,
  side: Side,
) => CasRefusal | "won" | "won-before";

/** Whether a change is legal. This is the whole of the safety at the witness. */
export const judgeChange: JudgeChange = (stored, change, side) => {
  const { next } = change;
  if (stored === undefined) {
    if (change.expectEpoch !== 0) return "missing";
    return next.owner === side && next.inSync.length === 1 && next.inSync[0] === side ? "won" : "invalid";
  }
  if (stored.changeId === change.changeId) return "won-before";
  if (stored.epoch !== change.expectEpoch) return "epoch";
  if (!stored.inSync.includes(side)) return "not-in-sync";
  if (!next.inSync.includes(next.owner)) return "invalid";
  if (side !== stored.owner) {
    // Who takes over cannot vouch for the other leg, so it takes over alone.
    return next.owner === side && next.inSync.length === 1 ? "won" : "not-owner";
  }
  // The owner may hand over to a leg that the register does not count: it would be free to count it first.
  if (next.owner !== side && !change.fenced) return "invalid";
  return "won";
};

/** @param nowMs the witness's own monotonic clock */
export function witnessStep(
  state: WitnessState,
  request: WitnessRequest,
  nowMs: number,
  config: WitnessConfig,
  judge: JudgeChange = judgeChange,
  mayAdmit: MayAdmit = mayAdmitMember,
): WitnessOutcome {
  const term = request.kind === "look" ? 0 : request.term;
  const head = { pairRef: request.pairRef, requestId: request.requestId, storeId: state.durable.storeId, term };
  if (request.kind === "look") return { state, persist: false, reply: { ...head, kind: "looked" } };
  const newest = membersOf(state, request.pairRef)[request.side] ?? 0;
  const asking = request.member ?? 0;
  if (asking < newest) return { state, persist: false, reply: { ...head, kind: "retired" } };
  const seat = state.durable.seats[request.pairRef] ?? FIRST_TERM;
  if (request.kind === "take-seat" || request.kind === "settle") {
    const isNew = seat.term < request.term;
    const next = !isNew
      ? state
      : request.kind === "take-seat"
        ? takeSeat(state, request, nowMs, config)
        : withSeat(state, request.pairRef, { term: request.term, void: true });
    const begun = isNew ? request.kind === "take-seat" : seat.term === request.term && !seat.void;
    return { state: next, persist: isNew, reply: { ...head, kind: "seated", begun } };
  }
  if (seat.term !== request.term || seat.void) return { state, persist: false, reply: { ...head, kind: "other-term" } };
  // Before the partner has had it admitted it is nobody: a number alone gives no right.
  if (asking > newest) return { state, persist: false, reply: { ...head, kind: "not-admitted" } };
  switch (request.kind) {
    case "admit": {
      const other = otherSide(request.side);
      const members = membersOf(state, request.pairRef);
      const known = members[other] ?? 0;
      const isNext = request.partner === known + 1;
      const admitted =
        request.partner === known ||
        (isNext && mayAdmit(Object.values(registersOf(state, request.pairRef)), request.side));
      if (!admitted || !isNext) return { state, persist: false, reply: { ...head, kind: "admitted", admitted } };
      const next = withMembers(state, request.pairRef, { ...members, [other]: request.partner });
      return { state: next, persist: true, reply: { ...head, kind: "admitted", admitted } };
    }
    case "renew": {
      const after = confirmFences(state, request);
      const grantedAtMs = { ...after.grantedAtMs, [leaseKey(request.pairRef, request.side)]: nowMs };
      const next = { ...after, grantedAtMs };
      const partnerAtMs = state.grantedAtMs[leaseKey(request.pairRef, otherSide(request.side))];
      return {
        state: next,
        persist: next.durable !== state.durable,
        reply: {
          ...head,
          kind: "renewed",
          leaseMs: config.leaseMs,
          ...partnerMemberIn(next, request),
          registers: Object.keys(registersOf(next, request.pairRef)).flatMap((vmRef) => {
            const view = viewOf(next, request.pairRef, vmRef, nowMs, config);
            return view === null ? [] : [view];
          }),
          partnerSeenMsAgo: partnerAtMs === undefined ? null : nowMs - partnerAtMs,
        },
      };
    }
    case "compare-and-set": {
      let next = state;
      const results: ChangeResult[] = [];
      for (const change of request.changes) {
        const stored = registersOf(next, request.pairRef)[change.vmRef];
        const verdict = judge(stored, change, request.side);
        if (verdict === "won") next = applyChange(next, request.pairRef, request.side, stored, change, config);
        const won = verdict === "won" || verdict === "won-before";
        results.push({
          changeId: change.changeId,
          vmRef: change.vmRef,
          won,
          because: won ? null : verdict,
          view: viewOf(next, request.pairRef, change.vmRef, nowMs, config),
        });
      }
      return { state: next, persist: next.durable !== state.durable, reply: { ...head, kind: "judged", results } };
    }
    case "remove": {
      const stored = registersOf(state, request.pairRef)[request.vmRef];
      const removed = stored === undefined || (stored.owner === request.side && stored.epoch === request.expectEpoch);
      const reply = { ...head, kind: "removed", vmRef: request.vmRef, removed } as const;
      if (stored === undefined || !removed) return { state, persist: false, reply };
      const { [request.vmRef]: _, ...rest } = registersOf(state, request.pairRef);
      return { state: { ...state, durable: withPair(state.durable, request.pairRef, rest) }, persist: true, reply };
    }
  }
}

export type MayAdmit = (registers: readonly StoredRegister[], side: Side) => boolean;

/** Another host takes the partner's side only where nothing that the partner holds counts: whoever asks owns all, alone. */
export const mayAdmitMember: MayAdmit = (registers, side) =>
  registers.every(({ owner, inSync }) => owner === side && inSync.length === 1 && inSync[0] === side);

const membersOf = ({ durable }: WitnessState, pairRef: string): Members => durable.members?.[pairRef] ?? {};
const withMembers = (state: WitnessState, pairRef: string, members: Members): WitnessState => ({
  ...state,
  durable: { ...state.durable, members: { ...state.durable.members, [pairRef]: members } },
});
function partnerMemberIn(state: WitnessState, { pairRef, side }: WitnessRequest): { partnerMember?: number } {
  const partnerMember = membersOf(state, pairRef)[otherSide(side)];
  return partnerMember === undefined ? {} : { partnerMember };
}

const FIRST_TERM: StoredSeat = { term: 0, void: false };

const withSeat = (state: WitnessState, pairRef: string, seat: StoredSeat): WitnessState => ({
  ...state,
  durable: { ...state.durable, seats: { ...state.durable.seats, [pairRef]: seat } },
});

/**
 * Another witness gave leases before, and nothing is known of them here. So both sides count as granted just now, and who
 * takes a machine over waits for a full lease from now.
 */
function takeSeat(
  state: WitnessState,
  { pairRef, term, registers, members }: Extract<WitnessRequest, { kind: "take-seat" }>,
  nowMs: number,
  config: WitnessConfig,
): WitnessState {
  const stored: Record<string, StoredRegister> = {};
  const previousLeaseEndsAtMs = { ...state.previousLeaseEndsAtMs };
  for (const { vmRef, epoch, owner, inSync } of registers) {
    const previousOwner = { side: otherSide(owner), untilEpoch: epoch, fenced: false };
    stored[vmRef] = { epoch, owner, inSync: [...inSync], changeId: `term ${term}`, previousOwner };
    previousLeaseEndsAtMs[vmKey(pairRef, vmRef)] = nowMs + config.leaseMs;
  }
  const grantedAtMs = { ...state.grantedAtMs };
  for (const side of SIDES) grantedAtMs[leaseKey(pairRef, side)] = nowMs;
  const seated = members === undefined ? state : withMembers(state, pairRef, members);
  return withSeat(
    { ...seated, durable: withPair(seated.durable, pairRef, stored), grantedAtMs, previousLeaseEndsAtMs },
    pairRef,
    { term, void: false },
  );
}

const leaseKey = (pairRef: string, side: Side) => `${pairRef}/${side}`;
const vmKey = (pairRef: string, vmRef: string) => `${pairRef}/${vmRef}`;
const registersOf = (state: WitnessState, pairRef: string): Readonly<Record<string, StoredRegister>> =>
  state.durable.pairs[pairRef] ?? {};
const withPair = (
  durable: WitnessDurable,
  pairRef: string,
  registers: Readonly<Record<string, StoredRegister>>,
): WitnessDurable => ({ ...durable, pairs: { ...durable.pairs, [pairRef]: registers } });

function applyChange(
  state: WitnessState,
  pairRef: string,
  side: Side,
  stored: StoredRegister | undefined,
  change: RegisterChange,
  config: WitnessConfig,
): WitnessState {
  const epoch = (stored?.epoch ?? 0) + 1;
  const moved = stored !== undefined && stored.owner !== change.next.owner;
  const register: StoredRegister = {
    epoch,
    owner: change.next.owner,
    inSync: [...change.next.inSync],
    changeId: change.changeId,
    previousOwner: moved
      ? { side: stored.owner, untilEpoch: epoch, fenced: side === stored.owner && change.fenced }
      : (stored?.previousOwner ?? null),
  };
  const durable = withPair(state.durable, pairRef, { ...registersOf(state, pairRef), [change.vmRef]: register });
  if (!moved) return { ...state, durable };
  const grantedAtMs = state.grantedAtMs[leaseKey(pairRef, stored.owner)] ?? state.startedAtMs;
  const key = vmKey(pairRef, change.vmRef);
  return {
    ...state,
    durable,
    previousLeaseEndsAtMs: { ...state.previousLeaseEndsAtMs, [key]: grantedAtMs + config.leaseMs },
  };
}

function confirmFences(state: WitnessState, request: Extract<WitnessRequest, { kind: "renew" }>): WitnessState {
  let registers = registersOf(state, request.pairRef);
  let changed = false;
  for (const { vmRef, epoch } of request.fenced) {
    const stored = registers[vmRef];
    const previous = stored?.previousOwner;
    if (!stored || !previous || previous.fenced || previous.side !== request.side || epoch < previous.untilEpoch)
      continue;
    registers = { ...registers, [vmRef]: { ...stored, previousOwner: { ...previous, fenced: true } } };
    changed = true;
  }
  return changed ? { ...state, durable: withPair(state.durable, request.pairRef, registers) } : state;
}

function viewOf(
  state: WitnessState,
  pairRef: string,
  vmRef: string,
  nowMs: number,
  config: WitnessConfig,
): RegisterView | null {
  const stored = registersOf(state, pairRef)[vmRef];
  if (stored === undefined) return null;
  const { epoch, owner, inSync, previousOwner } = stored;
  const leaseEndsAtMs = state.previousLeaseEndsAtMs[vmKey(pairRef, vmRef)] ?? state.startedAtMs + config.leaseMs;
  return {
    vmRef,
    register: { epoch, owner, inSync },
    previousOwner: previousOwner && {
      side: previousOwner.side,
      fenced: previousOwner.fenced,
      leaseRemainingMs: leaseEndsAtMs - nowMs,
    },
  };
}
