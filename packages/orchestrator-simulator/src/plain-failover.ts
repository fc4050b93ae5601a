import { startAnswering, startRequests } from "./request";
import { after, mark, newRun, randomOf, type Sim } from "./sim";
import type { EventOf } from "./world-event";

/**
 * A machine under plain heartbeat failover, as other products do it: no mirror, no token. Its disk is copied to the other
 * host every 15 s; a host is declared dead after a minute without heartbeats, the copy is checked, the machine boots from
 * it. It runs none of our rules: this is a model of published figures (domain contract §8: about 120 s).
 */
export const PLAIN = "plain";
export const PLAIN_TIMES = {
  /** A copy of the disk to the other host, from one to the next. */
  copyEveryMs: 15_000,
  deadAfterMs: 60_000,
  diskCheckMs: 10_000,
} as const;

export function addPlain(sim: Sim): void {
  sim.world.plain = {
    run: newRun(sim),
    state: "running",
    written: 0,
    copied: 0,
    copiedAtMs: sim.world.nowMs,
    lostAtMs: null,
  };
  const firstMs = PLAIN_TIMES.copyEveryMs * randomOf(sim, PLAIN);
  after(sim, firstMs, { kind: "plain-copied", run: sim.world.plain.run });
  startRequests(sim, PLAIN);
}

export const answersOfPlain = (sim: Sim): boolean => sim.world.plain?.state === "running";

export function writePlain(sim: Sim, written: number): void {
  if (sim.world.plain) sim.world.plain.written = written;
}

export function plainCopied(sim: Sim, { run }: EventOf<"plain-copied">): void {
  const { plain, nowMs } = sim.world;
  if (plain?.run !== run || plain.state !== "running") return;
  plain.copied = plain.written;
  plain.copiedAtMs = nowMs;
  after(sim, PLAIN_TIMES.copyEveryMs, { kind: "plain-copied", run });
}

/** The host that runs it is gone with everything on it. */
export function losePlainHost(sim: Sim): void {
  const { plain } = sim.world;
  if (plain?.state !== "running") return;
  plain.state = "silent";
  plain.lostAtMs = sim.world.nowMs;
  plain.run = newRun(sim);
  after(sim, PLAIN_TIMES.deadAfterMs, { kind: "plain-next", run: plain.run });
}

/** Each part of it begins when the one before is done. */
export function plainNext(sim: Sim, { run }: EventOf<"plain-next">): void {
  const { plain, nowMs, settings } = sim.world;
  if (plain?.run !== run) return;
  const next = (afterMs: number) => after(sim, afterMs, { kind: "plain-next", run });
  switch (plain.state) {
    case "silent":
      plain.state = "checking";
      mark(sim, PLAIN, "decided", `The host is declared dead after ${PLAIN_TIMES.deadAfterMs / 1_000} s.`);
      next(PLAIN_TIMES.diskCheckMs);
      return;
    case "checking":
      plain.state = "booting";
      mark(sim, PLAIN, "checked", "The copy of the disk is checked; the machine boots from it.");
      next(settings.guestBootMs.linux * (0.94 + 0.12 * randomOf(sim, PLAIN)));
      return;
    case "booting": {
      plain.state = "running";
      plain.written = plain.copied;
      const olderS = (((plain.lostAtMs ?? nowMs) - plain.copiedAtMs) / 1_000).toFixed(1);
      mark(sim, PLAIN, "booted", `The guest is up, from a copy that was ${olderS} s old when the host was lost.`);
      startAnswering(sim, PLAIN, plain.copied);
      return;
    }
    case "running":
      return;
  }
}
