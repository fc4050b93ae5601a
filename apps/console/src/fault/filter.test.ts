import type { AlarmRow } from "@v-available/api/view/alarm";
import { expect, test } from "vitest";
import { byUrgency, filterAlarms, nearest } from "./filter";

const NOW = Date.UTC(2026, 8, 17, 10, 50);

const alarm = (change: Partial<AlarmRow>): AlarmRow => ({
  id: "1",
  revision: 1,
  goneAtMs: null,
  kind: "disk-failed",
  label: "Disk failed",
  severity: "major",
  subject: { kind: "component", id: null, name: "lit-b bay 3" },
  pair: { id: "p", name: "lit" },
  site: { id: "s", name: "Littleton" },
  effect: "3 machines run on one copy.",
  openedAtMs: NOW - 8 * 60_000,
  clearedAtMs: null,
  operatorState: "none",
  acknowledgedBy: null,
  acknowledgedAtMs: null,
  shelvedUntilMs: null,
  needsPerson: true,
  wanted: "Replace the disk.",
  incidentId: null,
  machineCount: 3,
  forbiddenBecause: null,
  ...change,
});

const disk = alarm({});
const fan = alarm({
  id: "2",
  kind: "fan",
  label: "Fan failed",
  severity: "minor",
  subject: { kind: "component", id: null, name: "por-a fan 2" },
  pair: { id: "q", name: "por" },
  site: { id: "t", name: "Portland" },
  effect: "5 fans left.",
  openedAtMs: NOW - 26 * 3_600_000,
  clearedAtMs: NOW - 60_000,
  operatorState: "acknowledged",
});
const ids = (text: string) => filterAlarms([disk, fan], text, NOW).map(({ id }) => id);

test.each([
  ["", ["1", "2"]],
  ["severity:major", ["1"]],
  ["SITE:portland", ["2"]],
  ["on:bay", ["1"]],
  ["is:open", ["1"]],
  ["is:cleared state:acknowledged", ["2"]],
  ["since:24h", ["1"]],
  ["since:2d", ["1", "2"]],
  ["since:soon", ["1", "2"]],
  ["severity:", ["1", "2"]],
  ["copy", ["1"]],
  ["colour:red", []],
  ["severity:critical site:littleton", []],
])("%j finds %j", (text, found) => {
  expect(ids(text)).toEqual(found);
});

test("a filter that finds nothing names the nearest that finds something", () => {
  expect(nearest([disk, fan], "severity:critical site:littleton", NOW)).toEqual({ text: "site:littleton", count: 1 });
  expect(nearest([disk, fan], "severity:critical", NOW)).toEqual({ text: "", count: 2 });
});

test("open alarms stand above cleared ones, however new those are", () => {
  const old = alarm({ id: "3", openedAtMs: NOW - 90 * 3_600_000 });
  const cleared = alarm({ id: "4", openedAtMs: NOW, clearedAtMs: NOW });
  expect([fan, cleared, old, disk].sort(byUrgency).map(({ id }) => id)).toEqual(["1", "3", "4", "2"]);
});

test("of alarms that came together the gravest stands first", () => {
  const minor = alarm({ id: "5", severity: "minor", openedAtMs: NOW + 300 });
  const critical = alarm({ id: "6", severity: "critical", openedAtMs: NOW });
  expect([minor, critical].sort(byUrgency).map(({ id }) => id)).toEqual(["6", "5"]);
});
