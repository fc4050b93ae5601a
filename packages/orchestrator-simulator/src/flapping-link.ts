import { meanGapMs, mtbfAnswer } from "@v-available/domain/mtbf";
import { mtbfRuleOf } from "./mtbf-rule";
import { cut, isUp, linkOfKind, mend } from "./network";
import { reviewHardware } from "./power";
import { after, linkOf, newRun, type Sim, touch } from "./sim";
import type { LinkFlaps, SimLink } from "./world/link";
import type { EventOf } from "./world-event";

const BREAK_MS = 1_000;
const WHOLE_MS = 20_000;
/** How long a link that was lost too often may not carry, before it is taken out of service. */
const HOLD_DOWN_MS = 10_000;
const REMEMBERED_LOSSES = 3;

/** It was lost too often of late, and is down now. */
export const isHeldDown = (sim: Sim, { pairRef, cutBy, flaps }: SimLink): boolean =>
  flaps !== undefined &&
  cutBy.includes(flaps.faultId) &&
  meanGapMs(flaps.lossTimesMs) < mtbfRuleOf(sim, pairRef).thresholdMs.link;

export function beginFlapping(sim: Sim, link: SimLink, faultId: string): void {
  link.flaps = { faultId, run: newRun(sim), lossTimesMs: [], service: "in" };
  lose(sim, link, link.flaps);
}

/** A person has cleared the port: it may carry again. */
export function endFlapping(sim: Sim, link: SimLink, faultId: string): void {
  delete link.flaps;
  if (isUp(link)) link.sinceMs = sim.world.nowMs;
  mend(sim, link, faultId);
  touch(sim, "link", link.ref);
  reviewHardware(sim, link.pairRef);
}

export function linkFlapDue(sim: Sim, { linkRef, run }: EventOf<"link-flap">): void {
  const link = linkOf(sim, linkRef);
  const { flaps } = link;
  if (flaps?.run !== run) return;
  if (!link.cutBy.includes(flaps.faultId)) {
    lose(sim, link, flaps);
    return;
  }
  const answer = answerTo(sim, link, flaps);
  if (answer === "latch") {
    flaps.service = "out";
    link.sinceMs = sim.world.nowMs;
    touch(sim, "link", link.ref);
    return;
  }
  flaps.service = answer === "mark-at-risk" ? "at-risk" : "in";
  mend(sim, link, flaps.faultId);
  reviewHardware(sim, link.pairRef);
  next(sim, link, flaps, WHOLE_MS);
}

function lose(sim: Sim, link: SimLink, flaps: LinkFlaps): void {
  flaps.lossTimesMs = [...flaps.lossTimesMs, sim.world.nowMs].slice(-REMEMBERED_LOSSES);
  cut(sim, link, flaps.faultId);
  reviewHardware(sim, link.pairRef);
  next(sim, link, flaps, answerTo(sim, link, flaps) === "latch" ? HOLD_DOWN_MS : BREAK_MS);
}

const next = (sim: Sim, { ref, pairRef }: SimLink, { run }: LinkFlaps, delayMs: number): void =>
  after(sim, delayMs, { kind: "link-flap", linkRef: ref, pairRef, run });

const answerTo = (sim: Sim, link: SimLink, { lossTimesMs }: LinkFlaps): ReturnType<typeof mtbfAnswer> =>
  mtbfAnswer("link", lossTimesMs, { ...mtbfRuleOf(sim, link.pairRef), lastWorking: !otherCarries(sim, link) });

const otherCarries = (sim: Sim, { pairRef, kind }: SimLink): boolean =>
  isUp(linkOfKind(sim, pairRef, kind === "availability-a" ? "availability-b" : "availability-a"));
