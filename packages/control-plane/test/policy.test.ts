import { event } from "@v-available/db/schema/event";
import { POLICY_PRESETS, type Policy } from "@v-available/domain/policy";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { rollBackInput } from "../src/policy/input";
import { policyYaml } from "../src/policy/yaml";
import { problemsOfRecord } from "./record-check";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);
const BEN = actorOf("Ben", "administrator");
const TILLS: Policy = { ...POLICY_PRESETS["high-availability"], name: "retail-tills" };

let keys = 0;
const newKey = () => `00000000-0000-4000-8000-${String(++keys).padStart(12, "0")}`;
const desk = () => on.world.desk;
const refusal = async (asked: Promise<unknown>): Promise<RefusalDetail | undefined> =>
  asked.then(
    () => undefined,
    (error) => error.detail,
  );
const draftOf = async (policyId: string) => (await desk().queries.policy(policyId)).draft;

/** A policy with its first version in force. */
async function published(policy: Policy = TILLS): Promise<string> {
  const { policyId } = await desk().verbs.createDraft({ policy, key: newKey() }, OPERATOR);
  const draftRevision = (await draftOf(policyId))?.revision ?? -1;
  await desk().verbs.publishDraft({ policyId, draftRevision, reason: "first", key: newKey() }, OPERATOR);
  return policyId;
}
const edit = (policyId: string, draftRevision: number | null, policy: Policy, actor = OPERATOR, baseVersion = 1) =>
  desk().verbs.editDraft({ policyId, draftRevision, baseVersion, policy }, actor);
const machineId = async (name: string) =>
  (await desk().queries.machineList()).find((machine) => machine.name === name)?.id ?? "";

describe("policies", () => {
  it("has those of the product at first start, and no more of them after a second", async () => {
    const names = async () => (await desk().queries.policyList()).policies.map(({ name }) => name);
    const all = Object.values(POLICY_PRESETS).map(({ name }) => name);
    expect(await names()).toEqual([...all].sort((one, other) => one.localeCompare(other)));
    await on.world.restart();
    expect(await names()).toHaveLength(all.length);
  });

  it("keeps each version with its author, its reason and what it changed, and rolls back by a new one", async () => {
    const policyId = await published();
    const { draftRevision } = await edit(policyId, null, { ...TILLS, restartPriority: 1 }, BEN);
    await desk().verbs.publishDraft({ policyId, draftRevision, reason: "tills first", key: newKey() }, BEN);
    await desk().verbs.rollBack(
      { policyId, fromVersion: 2, toVersion: 1, reason: "too soon", key: newKey() },
      OPERATOR,
    );
    const { versions, draft, version } = await desk().queries.policy(policyId);
    expect([version, draft]).toEqual([3, null]);
    expect(versions.map((one) => [one.version, one.publishedBy, one.reason, one.policy.restartPriority])).toEqual([
      [3, "Ada", "too soon", 3],
      [2, "Ben", "tills first", 1],
      [1, "Ada", "first", 3],
    ]);
    expect(versions[1]?.changes).toEqual([
      { kind: "removed", text: "restartPriority: 3" },
      { kind: "added", text: "restartPriority: 1" },
    ]);
    const lines = await on.database.read((db) => db.select().from(event).where(eq(event.subjectId, policyId)));
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      "Ada began the policy retail-tills, as a draft.",
      "Ada published version 1 of retail-tills: first",
      "Ben edited the draft of retail-tills.",
      "Ben published version 2 of retail-tills: tills first",
      "Ada rolled retail-tills back to version 1, as version 3: too soon",
    ]);
    expect(await problemsOfRecord(on.world, on.database)).toEqual([]);
  });

  it("rolls back only for a reason, which stays with the version", () => {
    const asked = { policyId: newKey(), fromVersion: 2, toVersion: 1, key: newKey(), rollOut: null };
    for (const reason of [undefined, "", "   "])
      expect(rollBackInput.safeParse({ ...asked, reason }).error?.issues[0]?.path, String(reason)).toEqual(["reason"]);
    expect(rollBackInput.parse({ ...asked, reason: " too soon " }).reason).toBe("too soon");
  });

  it("loses no change of two who edit at once, whichever of them is first", async () => {
    const policyId = await published();
    const shown = null;
    await edit(policyId, shown, { ...TILLS, restartPriority: 1 }, BEN);
    expect(await refusal(edit(policyId, shown, { ...TILLS, restartPriority: 5 }))).toMatchObject({
      code: "conflict",
      field: "draftRevision",
      message: "Ben saved another draft of retail-tills after this one was shown. Nothing was changed.",
    });
    const draft = await draftOf(policyId);
    expect(draft).toMatchObject({ editedBy: "Ben", policy: { restartPriority: 1 } });
    const publishing = { policyId, draftRevision: 1, reason: "mine", key: newKey() };
    expect(await refusal(desk().verbs.publishDraft(publishing, OPERATOR))).toMatchObject({ code: "conflict" });
    const both = await Promise.allSettled(
      [2, 4].map((restartPriority) =>
        edit(policyId, draft?.revision ?? -1, { ...TILLS, restartPriority: restartPriority as 2 | 4 }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("publishes once, however often the same key asks", async () => {
    const policyId = await published();
    const { draftRevision } = await edit(policyId, null, { ...TILLS, startDelayMs: 5_000 });
    const asked = { policyId, draftRevision, reason: "wait for the network", key: newKey() };
    const answers = await Promise.all([1, 2, 3].map(() => desk().verbs.publishDraft(asked, OPERATOR)));
    await on.world.restart();
    answers.push(await desk().verbs.publishDraft(asked, OPERATOR));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([2]));
    expect((await desk().queries.policy(policyId)).versions).toHaveLength(2);
  });

  it("holds machines by hand, by label and by rule, says why, and counts those below it", async () => {
    const policyId = await published({ ...POLICY_PRESETS["fault-tolerance"], name: "gold" });
    const silver = await published();
    const id = await machineId("ha-app");
    await desk().verbs.labelMachine({ machineId: id, labels: ["tills"] }, OPERATOR);
    const rule = { kind: "rule", rule: { site: null, namePattern: "ha-*", label: null } } as const;
    await desk().verbs.assignPolicy({ policyId: silver, by: rule }, OPERATOR);
    expect((await desk().queries.policy(silver)).held).toMatchObject([
      { name: "ha-app", why: "by the rule: name ha-*", below: false },
    ]);
    await desk().verbs.assignPolicy({ policyId, by: { kind: "label", label: "tills" } }, OPERATOR);
    expect(await desk().queries.policy(policyId)).toMatchObject({
      machines: 1,
      below: 1,
      held: [{ name: "ha-app", why: "by its label tills", below: true }],
    });
    expect((await desk().queries.policy(silver)).machines).toBe(0);
    await desk().verbs.assignPolicy({ policyId: silver, by: { kind: "machine", machineId: id } }, OPERATOR);
    expect((await desk().queries.policy(silver)).held[0]?.why).toBe("by hand");
    expect(
      await refusal(desk().verbs.removePolicy({ policyId: silver, confirmName: "retail-tills" }, OPERATOR)),
    ).toMatchObject({
      code: "blocked",
      value: 1,
      limit: "0 machines",
    });
    const { assignments } = await desk().queries.policy(silver);
    for (const { id: assignmentId } of assignments) await desk().verbs.unassignPolicy({ assignmentId }, OPERATOR);
    await desk().verbs.removePolicy({ policyId: silver, confirmName: "retail-tills" }, OPERATOR);
    expect(await refusal(desk().queries.policy(silver))).toMatchObject({ code: "not-found" });
  });

  it("says what a draft would mean for each machine, before and after", async () => {
    const policyId = await published();
    await desk().verbs.assignPolicy(
      { policyId, by: { kind: "machine", machineId: await machineId("ha-app") } },
      OPERATOR,
    );
    expect(await desk().queries.previewPolicy({ policyId, policy: null })).toMatchObject({
      machines: 1,
      counts: { keep: 1, pass: 0, warn: 0, block: 0 },
    });
    const gold = { ...POLICY_PRESETS["fault-tolerance"], name: "retail-tills" };
    const preview = await desk().queries.previewPolicy({ policyId, policy: gold });
    expect(preview).toMatchObject({ machines: 1, lowered: 0, pairs: preview.pairsThatFit, counts: { keep: 0 } });
    const active =
      (await desk().queries.machineList()).find(({ name }) => name === "ha-app")?.activeSide === "a"
        ? "host-a"
        : "host-b";
    expect(preview.before[active]).toEqual({ restarts: 1 });
    expect(preview.after[active]).toEqual({ "goes-on": 1 });
    expect((await desk().queries.previewPolicy({ policyId, policy: POLICY_PRESETS.unprotected })).lowered).toBe(1);
  });

  it("refuses those who may only look, and what cannot be meant, and then has changed nothing", async () => {
    const policyId = await published();
    const before = await desk().queries.policy(policyId);
    const id = await machineId("ha-app");
    for (const [asked, detail] of [
      [() => edit(policyId, null, TILLS, VIEWER), { code: "forbidden" }],
      [() => edit(policyId, null, { ...TILLS, targetRtoMs: 1_000 }), { field: "policy.targetRtoMs", value: 1_000 }],
      [
        () => edit(policyId, null, { ...TILLS, name: "High Availability" }),
        { code: "conflict", field: "policy.name", value: "High Availability" },
      ],
      [
        () => edit(policyId, null, TILLS, OPERATOR, 7),
        { code: "conflict", field: "baseVersion", value: 7, limit: "1" },
      ],
      [
        () => desk().verbs.rollBack({ policyId, fromVersion: 1, toVersion: 9, reason: "x", key: newKey() }, OPERATOR),
        { code: "not-found", field: "toVersion", value: 9, limit: "1 to 1" },
      ],
      [
        () => desk().verbs.assignPolicy({ policyId: id, by: { kind: "label", label: "x" } }, OPERATOR),
        { code: "not-found", field: "policyId" },
      ],
      [
        () => desk().verbs.assignPolicy({ policyId, by: { kind: "machine", machineId: policyId } }, OPERATOR),
        { code: "not-found", field: "by.machineId" },
      ],
    ] as const)
      expect(await refusal((async () => asked())())).toMatchObject(detail);
    expect(await desk().queries.policy(policyId)).toEqual(before);
  });

  it("lets nothing come into force that no pair of the fleet can keep", async () => {
    const remote = { ...POLICY_PRESETS["remote-availability"], name: "two-sites" };
    const { policyId } = await desk().verbs.createDraft({ policy: remote, key: newKey() }, OPERATOR);
    const draftRevision = (await draftOf(policyId))?.revision ?? -1;
    const asked = { policyId, draftRevision, reason: "both sites", key: newKey() };
    expect(await refusal(desk().verbs.publishDraft(asked, OPERATOR))).toEqual({
      code: "blocked",
      message: "It fits no pair. Both hosts of one are at one site.",
      ...{ field: "policy.protection", value: "site-north", limit: "two sites" },
      remedy: "Choose one site, or a pair that spans two.",
    });
    expect((await desk().queries.policy(policyId)).version).toBeNull();
  });

  it("lets no circle of waiting come into force, by a version or by an assignment", async () => {
    const first = await published({ ...TILLS, name: "first", restartAfter: [{ machine: "ha-app" }] });
    const by = { kind: "machine", machineId: await machineId("ha-app") } as const;
    expect(await refusal(desk().verbs.assignPolicy({ policyId: first, by }, OPERATOR))).toMatchObject({
      code: "invalid",
      field: "policy.restartAfter",
      value: "ha-app",
    });
    expect((await desk().queries.policy(first)).machines).toBe(0);
  });

  it("lets no circle be closed by what decides which policy holds a machine", async () => {
    const { verbs, queries } = desk();
    const byHand = async (policyId: string, name: string) =>
      verbs.assignPolicy({ policyId, by: { kind: "machine", machineId: await machineId(name) } }, OPERATOR);
    const byRule = (policyId: string, site: string | null, namePattern: string | null) =>
      verbs.assignPolicy({ policyId, by: { kind: "rule", rule: { site, namePattern, label: null } } }, OPERATOR);
    const [ftApp, pairId] = [await machineId("ft-app"), (await queries.pairList())[0]?.id ?? ""];
    const { sites } = await queries.siteList(OPERATOR);
    const north = sites.find(({ name }) => name === "North");
    const awaited = [{ label: "core" }, { machine: "plain" }, { machine: "renamed" }, { machine: "new-one" }];
    const first = await published({ ...TILLS, name: "first", restartAfter: awaited });
    const second = await published({ ...TILLS, name: "second", restartAfter: [{ machine: "ha-app" }] });
    const third = await published({ ...TILLS, name: "third" });
    await byHand(first, "ha-app");
    await byHand(second, "ft-app");
    await byHand(third, "plain");
    for (const name of ["plain", "new-*"]) await byRule(second, null, name);
    const [hold] = (await queries.policy(third)).assignments;
    await verbs.stopMachine({ machineId: ftApp, taskKey: newKey() }, OPERATOR);
    const isOff = async () => (await queries.machine(ftApp)).power === "off";
    await on.world.until(isOff, "that ft-app is off");
    const { vcpus, memoryMiB } = (await queries.machine(ftApp)).observed;
    const made = {
      ...{ pairId, name: "new-one", vcpus: 1, memoryMiB: 512, diskMiB: 512, image: "debian-12" },
      ...{ side: null, mac: null, ip: null, protection: POLICY_PRESETS.unprotected.protection },
      guest: "linux",
    } as const;
    const edited = { machineId: ftApp, name: "renamed", vcpus, memoryMiB };
    const isRefused = async (asked: Promise<unknown>, field: string, value: string) =>
      expect(await refusal(asked), field).toMatchObject({
        code: "invalid",
        message: expect.stringMatching(/^They would wait for each other and never start: /),
        ...{ field, value, limit: "an order without a circle", remedy: expect.any(String) },
      });
    await isRefused(verbs.labelMachine({ machineId: ftApp, labels: ["core"] }, OPERATOR), "labels", "core");
    await isRefused(verbs.unassignPolicy({ assignmentId: hold?.id ?? "" }, OPERATOR), "assignmentId", hold?.id ?? "");
    await isRefused(verbs.createMachine({ ...made, taskKey: newKey() }, OPERATOR), "name", "new-one");
    await isRefused(verbs.editMachine({ ...edited, taskKey: newKey() }, OPERATOR), "name", "renamed");
    expect((await queries.policy(third)).held, "what was refused is undone").toHaveLength(1);
    // By another name all of it is harmless.
    await verbs.labelMachine({ machineId: ftApp, labels: ["edge"] }, OPERATOR);
    await verbs.editMachine({ ...edited, name: "other", taskKey: newKey() }, OPERATOR);
    // A rule that named a site which nobody had begins to hold the machines of the one that is called so.
    const fourth = await published({ ...TILLS, name: "fourth", restartAfter: [{ machine: "ha-app" }] });
    await byRule(fourth, "Up north", null);
    await verbs.labelMachine({ machineId: ftApp, labels: [] }, OPERATOR);
    const called = { siteId: north?.id ?? "", name: "Up north", location: null, position: null };
    const assignments = (await queries.policy(second)).assignments.filter(({ by }) => by.kind === "machine");
    for (const { id: assignmentId } of assignments) await verbs.unassignPolicy({ assignmentId }, OPERATOR);
    await on.world.until(async () => (await machineId("other")) === ftApp, "the other name");
    await edit(first, null, { ...TILLS, name: "first", restartAfter: [{ machine: "other" }] });
    const draftRevision = (await draftOf(first))?.revision ?? -1;
    await verbs.publishDraft({ policyId: first, draftRevision, reason: "other", key: newKey() }, OPERATOR);
    await isRefused(verbs.changeSite(called, OPERATOR), "name", "Up north");
  });

  it("goes out as YAML and comes back the same, and refuses what it does not know", async () => {
    const policyId = await published();
    const { yaml } = await desk().queries.policy(policyId);
    expect(yaml).toContain("name: retail-tills\n");
    const again = await desk().verbs.importPolicy(
      { yaml: yaml.replace("restartPriority: 3", "restartPriority: 2"), key: newKey() },
      OPERATOR,
    );
    expect(again.policyId).toBe(policyId);
    expect((await draftOf(policyId))?.diff.filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "removed", text: "restartPriority: 3" },
      { kind: "added", text: "restartPriority: 2" },
    ]);
    const key = newKey();
    const other = policyYaml({ ...TILLS, name: "other" });
    const made = await desk().verbs.importPolicy({ yaml: other, key }, OPERATOR);
    expect(await desk().verbs.importPolicy({ yaml: other, key }, OPERATOR)).toEqual(made);
    for (const [text, field] of [
      [`${other}color: red\n`, "yaml.color"],
      [other.replace("  compute: restart", "  compute: restart\n  speed: 9"), "yaml.protection.speed"],
      [other.replace("restartPriority: 3", "restartPriority: 9"), "yaml.restartPriority"],
      [
        other.replace("recovery: none", "recovery:\n    targetRpoMs: 0.5\n    color: red"),
        "yaml.protection.recovery.color",
      ],
      [other.replace("failback: stay", "failback:\n  window: 7\n  color: red"), "yaml.failback.color"],
      [other.replace("restartAfter: []", "restartAfter:\n  - label: X\n    color: red"), "yaml.restartAfter.0.color"],
      ["name: [", "yaml"],
      ["a: &a [1]\nb: *a\n", "yaml"],
      ["just text", "yaml"],
    ] as const)
      expect(await refusal(desk().verbs.importPolicy({ yaml: text, key: newKey() }, OPERATOR)), text).toMatchObject({
        code: "invalid",
        field,
        ...(field.endsWith("color") ? { value: "red", message: `There is no ${field.slice(5)} in it.` } : {}),
        limit: expect.any(String),
        remedy: expect.any(String),
      });
  });
});
