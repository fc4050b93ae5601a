import { systemClock } from "@v-available/control-plane/environment";
import { makeQueries } from "@v-available/control-plane/query/queries";
import { makeVerbs } from "@v-available/control-plane/verbs";
import type { Database } from "@v-available/db/database";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
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

const ID = "00000000-0000-7000-8000-000000000001";
const task = { machineId: ID, taskKey: ID };
const look = (input?: unknown) => ({ permission: "look", input }) as const;
const act = (permission: Permission, input: unknown) => ({ permission, input });

/** What each procedure asks for, with an input that is valid. One that is missing here does not compile. */
const ASKED: Readonly<Record<Procedure, { readonly permission: Permission; readonly input: unknown }>> = {
  "system.info": look(),
  "overview.get": look(),
  "machine.list": look(),
  "machine.find": look({}),
  "machine.get": look({ machineId: ID }),
  "machine.previewProtect": look({
    machineId: ID,
    protection: FAULT_TOLERANCE,
  }),
  "machine.create": act("change-machines", {
    pairId: ID,
    taskKey: ID,
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
  }),
  "machine.remove": act("change-machines", { ...task, confirmName: "one" }),
  "machine.start": act("run-machines", task),
  "machine.stop": act("run-machines", task),
  "machine.protect": act("change-machines", { ...task, protection: FAULT_TOLERANCE }),
  "machine.switchActive": act("run-machines", { ...task, to: "b" }),
  "machine.recover": act("declare-loss", { ...task, confirmName: "one" }),
  "machine.drill": act("run-drills", task),
  "machine.endDrill": act("run-drills", task),
  "machine.failBack": act("declare-loss", task),
  "pair.list": look(),
  "pair.get": look({ pairId: ID }),
  "pair.room": look({ pairId: ID, vcpus: 1, memoryMiB: 512, protection: FAULT_TOLERANCE }),
  "drill.list": look(),
  "host.maintenance": look({ hostId: ID }),
  "host.enterMaintenance": act("do-maintenance", { hostId: ID, taskKey: ID }),
  "host.leaveMaintenance": act("do-maintenance", { hostId: ID, taskKey: ID }),
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
  "find.search": look({ text: "" }),
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
    lab: everything(),
    actor: role && { name: "Ada", role, sites: "all" },
    whileSignedIn: (signal) => signal,
    reportDefect: () => {},
  };
}

/** What comes of it: "reached", or the code of the refusal. */
async function outcome(procedure: Procedure, role: Role | null): Promise<string> {
  const caller: unknown = createCallerFactory(appRouter)(contextOf(role));
  const [noun, verb] = procedure.split(".") as [string, string];
  const call = (caller as Record<string, Record<string, (input: unknown) => Promise<AsyncIterable<unknown>>>>)[noun]?.[
    verb
  ];
  try {
    const answer = await call?.(ASKED[procedure].input);
    if (answer) for await (const _ of answer) break;
    return "answered";
  } catch (error) {
    if (error instanceof Reached) return "reached"; // from within a stream
    const { cause, code } = error as { cause?: unknown; code: string };
    return cause instanceof Reached ? "reached" : code;
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
        expect(await outcome(procedure, role), role).toBe(mayWithRole(role, permission) ? "reached" : "FORBIDDEN");
      expect(await outcome(procedure, null), "nobody").toBe("UNAUTHORIZED");
    },
  );
});
