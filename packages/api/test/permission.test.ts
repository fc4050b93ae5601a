import { systemClock } from "@v-available/control-plane/environment";
import { openFaultLab } from "@v-available/control-plane/lab";
import { policyYaml } from "@v-available/control-plane/policy/yaml";
import { makeQueries } from "@v-available/control-plane/query/queries";
import { makeVerbs } from "@v-available/control-plane/verbs";
import type { Database } from "@v-available/db/database";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { POLICY_PRESETS } from "@v-available/domain/policy";
import { mayWithRole, type Permission, ROLES, type Role } from "@v-available/domain/role";
import { describe, expect, it } from "vitest";
import type { Context } from "../src/context";
import { type AppRouter, appRouter } from "../src/router";
import { createCallerFactory } from "../src/trpc";

type Names<Node, Before extends string = ""> = {
  [Name in keyof Node & string]: Node[Name] extends { _def: unknown }
    ? `${Before}${Name}`
    : Names<Node[Name], `${Before}${Name}.`>;
}[keyof Node & string];
type Procedure = Names<AppRouter["_def"]["record"]>;

const POLICY = POLICY_PRESETS["high-availability"];
const ID = "00000000-0000-7000-8000-000000000001";
const task = { machineId: ID, taskKey: ID };
const look = (input?: unknown) => ({ permission: "look", input }) as const;
const act = (permission: Permission, input: unknown) => ({ permission, input });

const MACHINE = {
  pairId: ID,
  name: "one",
  vcpus: 1,
  memoryMiB: 512,
  diskMiB: 512,
  image: "debian-12",
  side: null,
  mac: null,
  ip: null,
  guest: "linux",
  protection: FAULT_TOLERANCE,
} as const;

const PAIR = {
  name: "two",
  hostA: "two-a",
  hostB: "two-b",
  witness: "witness-one",
  alternate: null,
  taskKey: ID,
} as const;

/** What each procedure asks for, with an input that is valid. One that is missing here does not compile. */
const ASKED: Readonly<Record<Procedure, { readonly permission: Permission; readonly input: unknown }>> = {
  "system.info": look(),
  "overview.get": look(),
  "machine.list": look(),
  "machine.find": look({}),
  "machine.previewBulk": look({ action: { kind: "stop" }, of: { filter: "" } }),
  "machine.values": look({ field: "site" }),
  "machine.get": look({ machineId: ID }),
  "machine.load": look({ machineId: ID, range: "15m", endMs: 1 }),
  "machine.previewProtect": look({
    machineId: ID,
    protection: FAULT_TOLERANCE,
  }),
  "machine.previewCreate": look(MACHINE),
  "machine.create": act("change-machines", { ...MACHINE, taskKey: ID }),
  "machine.previewEdit": look({ machineId: ID, name: "one", vcpus: 1, memoryMiB: 512 }),
  "machine.edit": act("change-machines", { ...task, name: "one", vcpus: 1, memoryMiB: 512 }),
  "machine.remove": act("change-machines", { ...task, confirmName: "one" }),
  "machine.start": act("run-machines", task),
  "machine.stop": act("run-machines", task),
  "machine.protect": act("change-machines", { ...task, protection: FAULT_TOLERANCE }),
  "machine.switchActive": act("run-machines", { ...task, to: "b" }),
  "machine.recover": act("declare-loss", { ...task, confirmName: "one", reason: "the site is flooded" }),
  "machine.drill": act("run-drills", task),
  "machine.endDrill": act("run-drills", task),
  "machine.compareCopies": act("compare-copies", task),
  "machine.endComparison": act("compare-copies", task),
  "machine.chooseCopy": act("choose-copies", {
    ...task,
    keep: "a",
    confirmName: "one",
    reason: "The till on B was a test.",
  }),
  "machine.failBack": act("declare-loss", task),
  "pair.list": look(),
  "pair.get": look({ pairId: ID }),
  "site.list": look(),
  "site.change": act("change-sites", { siteId: ID, name: "Lit", location: null, position: null }),
  "host.previewReplace": look({ hostId: ID }),
  "host.replace": act("change-pairs", {
    ...{ hostId: ID, withHost: "two-a", confirmName: "one-b", reason: "Its board is broken.", taskKey: ID },
  }),
  "host.endReplacing": act("change-pairs", { hostId: ID, taskKey: ID }),
  "pair.previewForm": look({}),
  "pair.form": act("change-pairs", PAIR),
  "pair.endForming": act("change-pairs", { pairName: "two", taskKey: ID }),
  "pair.room": look({ pairId: ID, vcpus: 1, memoryMiB: 512, protection: FAULT_TOLERANCE }),
  "drill.list": look(),
  "host.maintenance": look({ hostId: ID }),
  "host.enterMaintenance": act("do-maintenance", { hostId: ID, taskKey: ID }),
  "host.leaveMaintenance": act("do-maintenance", { hostId: ID, taskKey: ID }),
  "consent.ask": act("declare-loss", {
    deed: "machine.recover",
    input: { ...task, confirmName: "one", reason: "the site is flooded" },
  }),
  "consent.agree": act("declare-loss", { consentId: ID }),
  "consent.decline": act("declare-loss", { consentId: ID, reason: "the site will be back" }),
  "consent.withdraw": act("declare-loss", { consentId: ID }),
  "consent.setSecondPerson": act("manage-people", { needed: true }),
  "plan.list": look(),
  "plan.get": look({ planId: ID }),
  "plan.preview": look({ hostIds: [ID], workMinutes: 30, atOnce: 1 }),
  "plan.hosts": look({ text: "", side: null, limit: 10 }),
  "plan.create": act("do-maintenance", {
    ...{ name: "firmware", reason: "a new version", hostIds: [ID], workMinutes: 30, atOnce: 1 },
    ...{ startsAtMs: null, window: null, key: ID },
  }),
  "plan.pause": act("do-maintenance", { planId: ID }),
  "plan.resume": act("do-maintenance", { planId: ID }),
  "plan.cancel": act("do-maintenance", { planId: ID, reason: "not today" }),
  "plan.workDone": act("do-maintenance", { planId: ID, hostId: ID }),
  "plan.skip": act("do-maintenance", { planId: ID, hostId: ID, reason: "not today" }),
  "fault.list": look(),
  "fault.get": look({ alarmId: ID }),
  "alarm.acknowledge": act("handle-alarms", { alarmId: ID }),
  "alarm.unacknowledge": act("handle-alarms", { alarmId: ID }),
  "alarm.shelve": act("handle-alarms", { alarmId: ID, untilMs: 1 }),
  "alarm.unshelve": act("handle-alarms", { alarmId: ID }),
  "alarm.close": act("handle-alarms", { alarmId: ID }),
  "incident.get": look({ incidentId: ID }),
  "event.list": look(),
  "task.list": look({}),
  "task.get": look({ taskId: ID }),
  "live.changes": look(),
  "policy.list": look(),
  "policy.get": look({ policyId: ID }),
  "policy.preview": look({ policyId: ID }),
  "policy.jsonSchema": look(),
  "policy.createDraft": act("change-policies", { policy: POLICY, key: ID }),
  "policy.editDraft": act("change-policies", { policyId: ID, draftRevision: null, baseVersion: null, policy: POLICY }),
  "policy.discardDraft": act("change-policies", { policyId: ID, draftRevision: 1 }),
  "policy.publish": act("change-policies", { policyId: ID, draftRevision: 1, reason: "why", key: ID }),
  "policy.rollBack": act("change-policies", { policyId: ID, toVersion: 1, fromVersion: 2, reason: "why", key: ID }),
  "policy.assign": act("change-policies", { policyId: ID, by: { kind: "machine", machineId: ID } }),
  "policy.unassign": act("change-policies", { assignmentId: ID }),
  "policy.remove": act("change-policies", { policyId: ID, confirmName: "one" }),
  "policy.import": act("change-policies", { yaml: policyYaml(POLICY), key: ID }),
  "policy.label": act("change-policies", { machineId: ID, labels: [] }),
  "rollout.list": look({}),
  "rollout.get": look({ rolloutId: ID }),
  "rollout.start": act("change-policies", {
    policyId: ID,
    version: 1,
    rollOut: { lowered: 0, passingBelow: 0 },
    key: ID,
  }),
  "rollout.pause": act("pause-rollouts", { rolloutId: ID }),
  "rollout.resume": act("change-policies", { rolloutId: ID }),
  "rollout.cancel": act("change-policies", { rolloutId: ID }),
  "view.list": look(),
  "view.save": act("share-views", {
    viewId: ID,
    shared: true,
    name: "one",
    filter: "",
    sort: { column: "name", descending: false },
    columns: [],
  }),
  "view.rename": act("share-views", { viewId: ID, shared: true, name: "one" }),
  "view.remove": act("share-views", { viewId: ID, shared: true }),
  "find.search": look({ text: "" }),
  "audit.list": act("read-audit", {}),
  "audit.verify": act("read-audit", undefined),
  "lab.catalogue": look(),
  "lab.inject": act("inject-faults", { fault: "host-crash", targetRef: "host-a" }),
  "lab.clear": act("inject-faults", { injectionId: "1" }),
};

/** Whoever comes this far was let through: the question has reached the facts. */
class Reached extends Error {}
const reached = (): never => {
  throw new Reached();
};
const everything = <T extends object>() => new Proxy({} as T, { get: () => reached });

function contextOf(role: Role | null): Context {
  const db: Database = { engine: "pglite", read: reached, transaction: reached, listen: reached, close: reached };
  const environment = { db, clock: systemClock, log: { info() {}, warn() {}, error() {} } };
  return {
    queries: makeQueries(environment, { version: "1", organisation: "Northgate", demo: true }),
    verbs: makeVerbs({ ...environment, orchestrators: [] }),
    live: everything(),
    lab: openFaultLab(environment, "simulator", everything()),
    actor: role && { name: "Ada", role, sites: "all", personId: null, from: { address: "", agent: "" } },
    turnAway: async () => {},
    whileSignedIn: (signal) => signal,
    reportDefect: () => {},
  };
}

const LET_THROUGH = "let through";
/** What comes of it: let through, or the code of the refusal. */
async function outcome(procedure: Procedure, role: Role | null): Promise<string> {
  const caller: unknown = createCallerFactory(appRouter)(contextOf(role));
  const [noun, verb] = procedure.split(".") as [string, string];
  const call = (caller as Record<string, Record<string, (input: unknown) => Promise<AsyncIterable<unknown>>>>)[noun]?.[
    verb
  ];
  try {
    const answer = await call?.(ASKED[procedure].input);
    if (typeof answer === "object" && Symbol.asyncIterator in answer) for await (const _ of answer) break;
    return LET_THROUGH; // it needs no facts
  } catch (error) {
    if (error instanceof Reached) return LET_THROUGH; // from within a stream
    const { cause, code } = error as { cause?: unknown; code: string };
    return cause instanceof Reached ? LET_THROUGH : code;
  }
}

const PROCEDURES = Object.keys(ASKED) as Procedure[];

describe("who may ask what", () => {
  it("knows every procedure of the API", () => {
    expect(PROCEDURES.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
  });

  it.each(PROCEDURES)(
    "%s is for its role and those above it, and for nobody who is not signed in",
    async (procedure) => {
      const { permission } = ASKED[procedure];
      for (const role of ROLES)
        expect(await outcome(procedure, role), role).toBe(mayWithRole(role, permission) ? LET_THROUGH : "FORBIDDEN");
      expect(await outcome(procedure, null), "nobody").toBe("UNAUTHORIZED");
    },
  );
});
