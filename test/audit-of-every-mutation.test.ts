import { randomUUID } from "node:crypto";
import { appRouter } from "@v-available/api/router";
import type { Actor } from "@v-available/control-plane/desk";
import { writeFacts } from "@v-available/control-plane/ledger";
import { policyYaml } from "@v-available/control-plane/policy/yaml";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { person } from "@v-available/db/schema/person";
import { AUDIT_KINDS } from "@v-available/domain/audit";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { POLICY_PRESETS } from "@v-available/domain/policy";
import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import { withFreeHosts } from "@v-available/orchestrator-simulator/demo-free-host";
import { withRecoverySite } from "@v-available/orchestrator-simulator/recovery-fleet";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { actorOf, OPERATOR, VIEWER } from "../packages/control-plane/test/world";
import { worldOfEachTest } from "../packages/control-plane/test/world-of-each-test";
import { askApi, STRANGER_FROM } from "./ask-api";

const each = worldOfEachTest(20_000, {
  fleet: withFreeHosts(withRecoverySite(smallFleetOfEachLevel(), 80e6)),
  timing: { batchMs: 50, measureMs: 1_000 },
});

const ask = (path: string, input: unknown, actor: Actor | null) => askApi(each.world, path, input, actor);

const entries = () => each.world.db.read((db) => db.select().from(auditEntry).orderBy(asc(auditEntry.sequence)));
/** What the log has more of after it. */
async function entriesOf(work: () => Promise<unknown>) {
  const before = (await entries()).length;
  const answer = await work().catch((error: unknown) => error);
  return { answer, added: (await entries()).slice(before) };
}

const queries = () => each.world.desk.queries;
const until = (holds: () => Promise<boolean>, what: string) => each.world.until(holds, what, 400_000);
const machineNamed = async (name: string) => {
  const row = (await queries().machineList()).find((one) => one.name === name);
  return queries().machine(row?.id ?? "");
};
/** As soon as the machine lets it be done. */
async function ready(name: string, action: string) {
  const found = async () => (await machineNamed(name)).actions.find((one) => one.action === action);
  await until(async () => (await found())?.disabledBecause === null, `that ${name} lets ${action} be done`);
  return { machineId: (await machineNamed(name)).id, taskKey: randomUUID() };
}
const alarms = () => queries().alarmList({ limit: 100, includeCleared: true });
const thatStands = async () => (await alarms()).find(({ kind }) => kind === "site-power")?.id;
const host = async () => {
  const [pair] = await queries().pairList();
  return (await queries().pair(pair?.id ?? "")).hosts.b;
};

/** May do everything, at a site where nothing of the fleet is. */
const ELSEWHERE = actorOf("Eve", "owner", [randomUUID()]);
/** What belongs to no site, and so is asked for by role alone. */
const OF_NO_SITE: Readonly<Record<string, string>> = {
  "lab.inject": "the fleet is simulated",
  "lab.clear": "the fleet is simulated",
  "view.save": "a list looks the same everywhere",
  "view.rename": "a list looks the same everywhere",
  "view.remove": "a list looks the same everywhere",
  "audit.verify": "it reads, and who may look looks everywhere",
};

const BEN = actorOf("Ben", "operator");
const loss = async (name: string) => ({
  ...(await ready(name, "recover")),
  confirmName: name,
  reason: "The site is flooded.",
});
const askedBy = async (who: Actor, name: string) => {
  const answer = await ask("consent.ask", { deed: "machine.recover", input: await loss(name) }, who);
  return (answer as { consentId: string }).consentId;
};
const planned = async () => queries().plan((await queries().planList())[0]?.id ?? "");

const POLICY = { ...POLICY_PRESETS["high-availability"], name: "tills" };
const VIEW_ID = randomUUID();
const kept = { policyId: "", assignmentId: "", injectionId: "", rolloutId: "" };
const draftOf = async () => (await queries().policy(kept.policyId)).draft?.revision ?? null;
const edited = async (restartPriority: 1 | 2 | 4) => ({
  policyId: kept.policyId,
  draftRevision: await draftOf(),
  baseVersion: (await queries().policy(kept.policyId)).version,
  policy: { ...POLICY, restartPriority },
});
const publication = async () => ({
  policyId: kept.policyId,
  draftRevision: await draftOf(),
  reason: "because",
  key: randomUUID(),
});

/** In an order in which each can be done; its input comes from what is there by then. One that is missing fails. */
const STEPS: Readonly<Record<string, () => Promise<unknown>>> = {
  "machine.create": async () => ({
    pairId: (await queries().pairList())[0]?.id,
    taskKey: randomUUID(),
    name: "newcomer",
    vcpus: 1,
    memoryMiB: 512,
    diskMiB: 512,
    image: "debian-12",
    side: null,
    mac: null,
    ip: null,
    guest: "linux",
    protection: { compute: "restart", mirror: "none", separation: "host", recovery: "none" },
  }),
  "machine.stop": () => ready("newcomer", "stop"),
  "machine.start": () => ready("newcomer", "start"),
  "machine.protect": async () => {
    const { declared } = (await machineNamed("ha-app")).observed;
    return {
      ...(await ready("ha-app", "protect")),
      protection: { ...FAULT_TOLERANCE, recovery: declared.recovery },
    };
  },
  "machine.switchActive": async () => {
    const input = await ready("ha-app", "switch-active");
    const { activeSide } = await machineNamed("ha-app");
    return { ...input, to: activeSide === "a" ? "b" : "a" };
  },
  "machine.drill": () => ready("ha-app", "drill"),
  "machine.endDrill": () => ready("ha-app", "end-drill"),
  "machine.compareCopies": () => ready("ha-app", "compare"),
  "machine.endComparison": async () => {
    // Of a disk so large that it is not over before it is broken off.
    const vm = each.world.simulator.sim.world.vms[(await machineNamed("ha-app")).observed.ref];
    const { diskMiB } = vm ?? {};
    Object.assign(vm ?? {}, { diskMiB: 8_000 * 1_024 });
    await ask("machine.compareCopies", await ready("ha-app", "compare"), OPERATOR);
    Object.assign(vm ?? {}, { diskMiB });
    return ready("ha-app", "end-comparison");
  },
  "machine.edit": async () => {
    const { machineId, taskKey } = await ready("newcomer", "stop");
    await ask("machine.stop", { machineId, taskKey }, OPERATOR);
    return { ...(await ready("newcomer", "edit")), name: "newcomer", vcpus: 2, memoryMiB: 1024 };
  },
  "machine.remove": async () => ({ ...(await ready("newcomer", "remove")), confirmName: "newcomer" }),
  "host.enterMaintenance": async () => {
    for (const { name, declaredStop, power } of await queries().machineList())
      if (declaredStop === "unprotected" && power === "on")
        await ask("machine.stop", await ready(name, "stop"), OPERATOR);
    const { id: hostId } = await host();
    await until(async () => (await queries().hostMaintenance(hostId)).cannotEnterBecause === null, "room to move");
    return { hostId, taskKey: randomUUID() };
  },
  // While the pair is worked on nothing is begun there, so that the rollout is there to be stopped.
  "rollout.start": async () => {
    await until(async () => (await host()).state !== "Running", "that the host is being emptied");
    const preset = (await queries().policyList()).policies.find((one) => one.preset === "high-availability");
    const { id: machineId } = await machineNamed("ha-app");
    await ask("policy.assign", { policyId: preset?.id, by: { kind: "machine", machineId } }, OPERATOR);
    return { policyId: preset?.id, version: 1, rollOut: { lowered: 1, passingBelow: 0 }, key: randomUUID() };
  },
  "rollout.pause": async () => ({ rolloutId: kept.rolloutId }),
  "rollout.resume": async () => ({ rolloutId: kept.rolloutId }),
  "rollout.cancel": async () => ({ rolloutId: kept.rolloutId }),
  "host.replace": async () => {
    await until(async () => (await host()).state === "Maintenance", "the maintenance");
    const { id: hostId, name: confirmName } = await host();
    const { checks } = await queries().previewReplace({ hostId, withHost: "two-a" }, OPERATOR);
    const accepted = checks.flatMap(({ verdict, key }) => (verdict === "warn" ? [key] : []));
    return { hostId, withHost: "two-a", confirmName, reason: "Its board is broken.", accepted, taskKey: randomUUID() };
  },
  "host.endReplacing": async () => ({ hostId: (await host()).id, taskKey: randomUUID() }),
  "site.change": async () => {
    const { sites } = await queries().siteList(OPERATOR);
    return { siteId: sites[0]?.id, name: "Up north", location: "Hall 3", position: { latitude: 60, longitude: 5 } };
  },
  "pair.form": async () => {
    const wanted = { name: "two", hostA: "two-a", hostB: "two-b", witness: "witness-south", alternate: null };
    const draft = { ...wanted, runsVcpus: 0, runsMemoryMiB: 0, runsDiskMiB: 0 };
    await until(
      async () => (await queries().previewForm(draft, OPERATOR)).verdict !== "block",
      "that both hosts are free",
    );
    return { ...wanted, taskKey: randomUUID() };
  },
  "pair.endForming": async () => ({ pairName: "two", taskKey: randomUUID() }),
  "host.leaveMaintenance": async () => {
    await until(async () => (await host()).state === "Maintenance", "the maintenance");
    return { hostId: (await host()).id, taskKey: randomUUID() };
  },
  // The first host is begun; the second waits for it.
  "plan.create": async () => {
    const { hosts } = await queries().workHosts({ text: "", side: null, limit: 2 });
    const hostIds = hosts.map((one) => one.host.id);
    const preview = () => queries().previewPlan({ hostIds, workMinutes: 30, atOnce: 1 });
    await until(async () => (await preview()).hosts.every(({ blockedBecause }) => blockedBecause === null), "no block");
    return {
      ...{ name: "firmware", reason: "a new version", hostIds, workMinutes: 30, atOnce: 1 },
      ...{ startsAtMs: null, window: null, key: randomUUID() },
    };
  },
  "plan.pause": async () => {
    await until(async () => (await planned()).steps[0]?.state === "ready", "the first host of the plan");
    return { planId: (await planned()).id };
  },
  "plan.resume": async () => ({ planId: (await planned()).id }),
  "plan.skip": async () => ({
    planId: (await planned()).id,
    hostId: (await planned()).steps[1]?.host.id,
    reason: "not this one",
  }),
  "plan.workDone": async () => {
    await until(async () => (await planned()).steps[0]?.state === "ready", "the first host of the plan");
    return { planId: (await planned()).id, hostId: (await planned()).steps[0]?.host.id };
  },
  "plan.cancel": async () => ({ planId: (await planned()).id, reason: "enough" }),
  "policy.createDraft": async () => ({ policy: POLICY, key: randomUUID() }),
  "policy.editDraft": () => edited(1),
  "policy.publish": publication,
  "policy.rollBack": async () => {
    await ask("policy.editDraft", await edited(2), OPERATOR);
    await ask("policy.publish", await publication(), OPERATOR);
    return { policyId: kept.policyId, fromVersion: 2, toVersion: 1, reason: "too soon", key: randomUUID() };
  },
  "policy.discardDraft": async () => {
    await ask("policy.editDraft", await edited(4), OPERATOR);
    return { policyId: kept.policyId, draftRevision: await draftOf() };
  },
  "policy.assign": async () => ({ policyId: kept.policyId, by: { kind: "label", label: "till" } }),
  "policy.unassign": async () => ({ assignmentId: kept.assignmentId }),
  "policy.label": async () => ({ machineId: (await machineNamed("ft-app")).id, labels: ["core"] }),
  "policy.remove": async () => ({ policyId: kept.policyId, confirmName: "tills" }),
  "policy.import": async () => ({ yaml: policyYaml({ ...POLICY, name: "from-a-file" }), key: randomUUID() }),
  "view.save": async () => ({
    viewId: VIEW_ID,
    shared: true,
    name: "tills",
    filter: "level:ft",
    sort: { column: "cpu", descending: true },
    columns: ["name", "cpu"],
  }),
  "view.rename": async () => ({ viewId: VIEW_ID, shared: true, name: "busy tills" }),
  "view.remove": async () => ({ viewId: VIEW_ID, shared: true }),
  "machine.chooseCopy": async () => {
    const isWhole = async () => (await machineNamed("ft-app")).headline.state === "Protected";
    await until(isWhole, "a machine that is whole");
    const { id, observed } = await machineNamed("ft-app");
    const join = each.world.simulator.lab.inject({ kind: "split-brain", subjectRef: observed.ref });
    await until(async () => (await machineNamed("ft-app")).observed.histories !== null, "two histories");
    each.world.simulator.lab.clear(join?.id ?? "");
    await ready("ft-app", "choose-copy");
    const choice = { keep: "a", confirmName: "ft-app", reason: "The other till was a test." };
    return { machineId: id, taskKey: randomUUID(), ...choice };
  },
  "lab.inject": async () => {
    await until(async () => (await machineNamed("ha-app")).headline.state === "Protected", "a machine that is whole");
    return { fault: "site-power", targetRef: "site-north" };
  },
  "alarm.acknowledge": async () => {
    await until(async () => (await thatStands()) !== undefined, "the alarm");
    return { alarmId: await thatStands() };
  },
  "alarm.unacknowledge": async () => ({ alarmId: await thatStands() }),
  "alarm.shelve": async () => ({ alarmId: await thatStands(), untilMs: each.world.clock.nowMs() + 86_400_000 }),
  "alarm.unshelve": async () => ({ alarmId: await thatStands() }),
  "consent.ask": async () => ({ deed: "machine.recover", input: await loss("ha-app") }),
  "consent.withdraw": async () => ({ consentId: (await machineNamed("ha-app")).consent?.id }),
  "consent.decline": async () => ({
    consentId: await askedBy(BEN, "ha-app"),
    reason: "The site is back soon.",
  }),
  "consent.agree": async () => ({ consentId: await askedBy(BEN, "ft-app") }),
  "machine.recover": async () => ({
    ...(await ready("ha-app", "recover")),
    confirmName: "ha-app",
    reason: "The site is flooded.",
  }),
  "lab.clear": async () => ({ injectionId: kept.injectionId }),
  "machine.failBack": () => ready("ha-app", "fail-back"),
  "alarm.close": async () => {
    const cleared = async () => (await alarms()).find(({ clearedAtMs }) => clearedAtMs !== null);
    await until(async () => (await cleared()) !== undefined, "an alarm that is over");
    return { alarmId: (await cleared())?.id };
  },
  "consent.setSecondPerson": async () => {
    for (const name of ["Ben", "Cem"])
      await writeFacts(each.world, async (writer) => {
        await writer.db.insert(person).values({
          ...{ id: writer.newId(), revision: writer.revision, name, role: "operator", sites: "all", demo: false },
          ...{ passwordHash: null, failedSignIns: 0, lockedUntilMs: null, createdAtMs: 0, disabledAtMs: null },
        });
      });
    return { needed: true };
  },
  "audit.verify": async () => undefined,
};

const MUTATIONS = Object.entries(appRouter._def.procedures)
  .filter(([, procedure]) => (procedure as unknown as { _def: { type: string } })._def.type === "mutation")
  .map(([path]) => path);

it("knows every procedure that changes something, by its name", () => {
  expect(Object.keys(STEPS).toSorted()).toEqual(MUTATIONS.toSorted());
  for (const path of MUTATIONS) expect(AUDIT_KINDS).toHaveProperty(path);
});

it("has exactly one entry of each that was done, and one of each that was refused", async () => {
  const ada = actorOf("Ada", "owner");
  for (const [path, inputOf] of Object.entries(STEPS)) {
    const input = await inputOf();
    if (!(path in OF_NO_SITE)) {
      const elsewhere = await entriesOf(() => ask(path, input, ELSEWHERE));
      expect(elsewhere.added, `${path}, of another site: ${String(elsewhere.answer)}`).toMatchObject([
        {
          kind: path,
          outcome: "refused",
          personName: "Eve",
          refusal: { code: "forbidden" },
          before: null,
          after: null,
        },
      ]);
      expect(elsewhere.answer, path).toMatchObject({ code: "FORBIDDEN" });
    }
    const done = await entriesOf(() => ask(path, input, ada));
    expect(done.added, `${path}: ${String(done.answer)}`).toMatchObject([
      { kind: path, personName: "Ada", role: "owner", ...ada.from, refusal: null },
    ]);
    const [entry] = done.added;
    expect(["done", "asked"], path).toContain(entry?.outcome);
    if (path !== "audit.verify") {
      expect(entry?.subjectName, path).toEqual(expect.any(String));
      expect(entry?.before ?? entry?.after, path).not.toBeNull();
    }
    const answer = done.answer as Record<string, string> | null;
    if (path === "policy.createDraft") kept.policyId = answer?.policyId ?? "";
    if (path === "policy.assign") kept.assignmentId = answer?.assignmentId ?? "";
    if (path === "rollout.start") kept.rolloutId = answer?.rolloutId ?? "";
    if (path === "lab.inject") kept.injectionId = answer?.id ?? "";

    const forbidden = await entriesOf(() => ask(path, input, VIEWER));
    expect(forbidden.added, path).toMatchObject([
      { kind: path, outcome: "refused", personName: "Vic", refusal: { code: "forbidden" }, before: null, after: null },
    ]);
    expect(forbidden.answer).toMatchObject({ code: "FORBIDDEN" });

    // No more strangers in a minute than are audited.
    await each.world.pass(2_000, 1_000);
    const nobody = await entriesOf(() => ask(path, input, null));
    expect(nobody.added, path).toMatchObject([
      { kind: path, outcome: "refused", personName: null, ...STRANGER_FROM, refusal: { code: "unauthenticated" } },
    ]);

    if (path === "audit.verify") continue;
    const invalid = await entriesOf(() => ask(path, { of: "no use" }, ada));
    expect(invalid.added, path).toMatchObject([
      { kind: path, outcome: "refused", personName: "Ada", refusal: { code: "invalid" } },
    ]);
  }
  const verified = await ask("audit.verify", undefined, OPERATOR);
  expect(verified).toMatchObject({ verdict: { intact: true, upTo: (await entries()).length - 1 } });
});

it("has one of what the state does not allow, and of what is not there, with the reason that was given", async () => {
  const machineId = (await machineNamed("ha-app")).id;
  const task = { machineId, taskKey: randomUUID(), confirmName: "ha-app", reason: "I do not like that site." };
  expect((await entriesOf(() => ask("machine.recover", task, OPERATOR))).added).toMatchObject([
    {
      kind: "machine.recover",
      outcome: "refused",
      subjectName: "ha-app",
      reason: "I do not like that site.",
      refusal: { code: "illegal-transition" },
    },
  ]);
  const short = await entriesOf(() => ask("machine.recover", { ...task, reason: "  lost     " }, OPERATOR));
  expect(short.added).toMatchObject([{ outcome: "refused", refusal: { code: "invalid", field: "reason" } }]);
  const gone = randomUUID();
  expect(
    (await entriesOf(() => ask("machine.start", { machineId: gone, taskKey: randomUUID() }, OPERATOR))).added,
  ).toMatchObject([{ outcome: "refused", subjectId: gone, subjectName: null, refusal: { code: "not-found" } }]);
});

it("has one of the same key again, which changed nothing", async () => {
  const input = await ready("ha-app", "stop");
  await ask("machine.stop", input, OPERATOR);
  const again = await entriesOf(() => ask("machine.stop", input, OPERATOR));
  expect(again.added).toMatchObject([{ kind: "machine.stop", outcome: "unchanged", subjectName: "ha-app" }]);
});
