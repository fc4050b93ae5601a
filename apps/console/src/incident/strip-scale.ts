import type { IncidentMachine, IncidentView } from "@v-available/api/view/incident";
import type { Side } from "@v-available/domain/state";

/** The time axis of an incident: a little before it began, until the last machine is expected back or a little after now. */
export interface StripScale {
  readonly fromMs: number;
  readonly toMs: number;
  /** 0 to 1, clamped to the axis. */
  readonly at: (ms: number) => number;
}

const LEAST_SPAN_MS = 20_000;

export function stripScale(
  incident: Pick<IncidentView, "openedAtMs" | "etaAtMs" | "restoredAtMs">,
  nowMs: number,
): StripScale {
  const endMs = incident.restoredAtMs ?? Math.max(nowMs, incident.etaAtMs ?? nowMs);
  const spanMs = Math.max(LEAST_SPAN_MS, endMs - incident.openedAtMs);
  const fromMs = incident.openedAtMs - spanMs * 0.12;
  const toMs = incident.openedAtMs + spanMs * 1.12;
  return { fromMs, toMs, at: (ms) => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs))) };
}

export interface CopyPiece {
  readonly from: number;
  readonly to: number;
  /** there: a whole copy. copied, copying: the part of a resync that is done, and the rest of it. expected: the future. */
  readonly is: "there" | "copied" | "copying" | "expected" | "after";
}

/** A machine declared Unprotected never had a second copy: nothing is missing. */
export const hasOneByChoice = ({ oneCopySinceMs, legs }: Pick<IncidentMachine, "oneCopySinceMs" | "legs">): boolean =>
  oneCopySinceMs === null && (legs.a === "Diskless" || legs.b === "Diskless");

/**
 * The same machine with the moment at which its copy was lost. Once it has two again nobody tells that moment any more; while
 * the incident runs, the loss is what the incident began with.
 */
export function withLoss(
  machine: IncidentMachine,
  incident: Pick<IncidentView, "openedAtMs" | "restoredAtMs">,
): IncidentMachine {
  const regained = machine.oneCopySinceMs === null && machine.restoredAtMs !== null && incident.restoredAtMs === null;
  return regained && !hasOneByChoice(machine) ? { ...machine, oneCopySinceMs: incident.openedAtMs } : machine;
}

/**
 * One copy of a machine as pieces of a line, from 0 to 1 on the axis. The active side's copy is there all along; the other
 * is missing from the loss until its resync ends.
 */
export function copyPieces(machine: IncidentMachine, side: Side, scale: StripScale, nowMs: number): CopyPiece[] {
  const active = side === machine.activeSide;
  if (!active && hasOneByChoice(machine)) return [];
  const now = scale.at(Math.min(nowMs, machine.restoredAtMs ?? nowMs));
  const restored = machine.restoredAtMs === null ? null : scale.at(machine.restoredAtMs);
  const end = restored === null ? now : scale.at(nowMs);
  const after: CopyPiece = { from: end, to: 1, is: "after" };
  if (active || machine.oneCopySinceMs === null) return [{ from: 0, to: end, is: "there" }, after];
  const lost = scale.at(machine.oneCopySinceMs);
  const pieces: CopyPiece[] = [{ from: 0, to: lost, is: "there" }];
  if (machine.resyncSinceMs !== null) {
    const began = scale.at(machine.resyncSinceMs);
    const done = began + (now - began) * machine.progressRatio;
    pieces.push({ from: began, to: done, is: "copied" });
    if (restored === null) pieces.push({ from: done, to: now, is: "copying" });
  }
  if (restored !== null) return [...pieces, { from: restored, to: end, is: "there" }, after];
  if (machine.etaAtMs === null || machine.etaAtMs <= nowMs) return pieces;
  const eta = scale.at(machine.etaAtMs);
  return [...pieces, { from: now, to: eta, is: "expected" }, { from: eta, to: 1, is: "after" }];
}
