import { isDeepStrictEqual } from "node:util";
import { isClockSkewed } from "@v-available/domain/clock-limit";
import type { Observed, ObservedVm } from "@v-available/domain/observed";

/** How much a change matters to a reader: nothing, a pair's sign of life, figures that move all the time, or a state. */
export type Weight = "none" | "heard" | "measure" | "state";

export function weightOf(before: Observed, after: Observed): Weight {
  if (isDeepStrictEqual(before, after)) return "none";
  const same = isDeepStrictEqual(withoutMeasures(before), withoutMeasures(after));
  if (!same) return "state";
  return isOnlyHeard(before, after) ? "heard" : "measure";
}

/** How it is heard is written down with the pair; when it was is not. */
const isOnlyHeard = (before: Observed, after: Observed): boolean =>
  before.kind === "pair" && after.kind === "pair" && before.heardWithAll === after.heardWithAll;

/** The thing without the figures that move while its state stays what it is. */
function withoutMeasures(thing: Observed): unknown {
  switch (thing.kind) {
    case "vm": {
      const { load, standbyLagMs, recoveryCopy, mirror, histories, undecided, comparison, ...rest } = thing;
      const { outOfSyncBytes, resyncBytesPerSecond, ...mirrorRest } = mirror;
      return {
        ...rest,
        mirror: { ...mirrorRest, inSync: outOfSyncBytes === 0 },
        recovery: recoveryState(recoveryCopy),
        twoHistories: Boolean(histories),
        asked: undecided && { waits: undecided.waits, givenUp: undecided.givenUp },
        comparing: Boolean(comparison?.running),
        compared: comparison?.last,
      };
    }
    case "host": {
      const { usedCores, usedMemoryMiB, lastHeartbeatAtMs, clock, components, ...rest } = thing;
      const clockState = { steady: clock?.steady, skewed: isClockSkewed(thing) };
      return {
        ...rest,
        clockState,
        components: components.map(({ latencyP99Ms, usedRatio, clockRatio, ...part }) => part),
      };
    }
    case "link": {
      const { rttP50Ms, rttP99Ms, lossRatio, usedBytesPerSecond, ...rest } = thing;
      return rest;
    }
    case "witness": {
      const { seenBy, ...rest } = thing;
      return { ...rest, a: seenBy.a.reachable, b: seenBy.b.reachable };
    }
    case "pair": {
      const { observedAtMs, heardWithAll, ...rest } = thing;
      return rest;
    }
    case "free-host": {
      const { clock, paths, witnesses, ...rest } = thing;
      return {
        ...rest,
        skewed: isClockSkewed(thing),
        paths: paths.map(({ toHostRef, port, toPort }) => [toHostRef, port, toPort]),
        witnesses: witnesses.map(({ rttMs, ...witness }) => ({ ...witness, reached: rttMs !== null })),
      };
    }
    case "site":
      return thing;
  }
}

function recoveryState(copy: ObservedVm["recoveryCopy"]): unknown {
  if (copy === null) return null;
  const { siteName, journal, drills, live } = copy;
  return { siteName, drills, full: journal?.full, live: live && { ...live, failBack: live.failBack?.toSide } };
}
