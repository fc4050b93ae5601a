import type { IncidentMachine } from "@v-available/api/view/incident";
import { expect, test } from "vitest";
import { copyPieces, stripScale, withLoss } from "./strip-scale";

const T = 1_000_000;
const machine = (change: Partial<IncidentMachine>): IncidentMachine => ({
  id: "m",
  name: "erp-db",
  state: "Resyncing",
  activeSide: "a",
  legs: { a: "UpToDate", b: "Inconsistent" },
  oneCopySinceMs: T,
  resyncSinceMs: T + 20_000,
  progressRatio: 0.5,
  etaAtMs: T + 100_000,
  restoredAtMs: null,
  ...change,
});
const scale = stripScale({ openedAtMs: T, etaAtMs: T + 100_000, restoredAtMs: null }, T + 60_000);
const kinds = (pieces: ReturnType<typeof copyPieces>) => pieces.map(({ is }) => is);

test("the axis begins before the incident and ends after the last is expected back", () => {
  expect(scale.at(T)).toBeCloseTo(0.12 / 1.24);
  expect(scale.at(T + 100_000)).toBeCloseTo(1.12 / 1.24);
  expect(scale.at(0)).toBe(0);
  expect(scale.at(T * 2)).toBe(1);
});

test("the active copy is there up to now, the other is missing, being copied, expected", () => {
  expect(kinds(copyPieces(machine({}), "a", scale, T + 60_000))).toEqual(["there", "after"]);
  const other = copyPieces(machine({}), "b", scale, T + 60_000);
  expect(kinds(other)).toEqual(["there", "copied", "copying", "expected", "after"]);
  const [there, copied, copying, expected] = other;
  expect(copied?.from).toBeGreaterThan(there?.to ?? 1);
  expect(copied?.to).toBeCloseTo((scale.at(T + 20_000) + scale.at(T + 60_000)) / 2);
  expect(copying?.to).toBe(expected?.from);
});

test("nothing is promised where no time is known, nor once the time has passed", () => {
  const began = { oneCopySinceMs: T, resyncSinceMs: null, progressRatio: 0 };
  expect(kinds(copyPieces(machine({ ...began, etaAtMs: null }), "b", scale, T + 60_000))).toEqual(["there"]);
  expect(kinds(copyPieces(machine({ ...began, etaAtMs: T + 50_000 }), "b", scale, T + 60_000))).toEqual(["there"]);
});

test("a copy that is back is there again from then on", () => {
  const over = machine({ restoredAtMs: T + 80_000, progressRatio: 1 });
  expect(kinds(copyPieces(over, "b", scale, T + 90_000))).toEqual(["there", "copied", "there", "after"]);
});

test("a machine that never had a second copy misses none", () => {
  const chosen = machine({ oneCopySinceMs: null, legs: { a: "UpToDate", b: "Diskless" }, etaAtMs: null });
  expect(copyPieces(chosen, "b", scale, T + 60_000)).toEqual([]);
  expect(kinds(copyPieces(chosen, "a", scale, T + 60_000))).toEqual(["there", "after"]);
});

test("a machine that has two copies again keeps its gap while the incident runs", () => {
  const back = machine({ oneCopySinceMs: null, resyncSinceMs: null, restoredAtMs: T + 40_000 });
  const running = withLoss(back, { openedAtMs: T, restoredAtMs: null });
  const pieces = copyPieces(running, "b", scale, T + 60_000);
  expect(kinds(pieces)).toEqual(["there", "there", "after"]);
  expect(pieces[1]?.from).toBeGreaterThan(pieces[0]?.to ?? 1);
  expect(withLoss(back, { openedAtMs: T, restoredAtMs: T + 90_000 })).toBe(back);
});
