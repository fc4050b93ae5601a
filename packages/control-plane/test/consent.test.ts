import { randomUUID } from "node:crypto";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import { withRecoverySite } from "@v-available/orchestrator-simulator/recovery-fleet";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { writeFacts } from "../src/ledger";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(20_000, {
  fleet: withRecoverySite(smallFleetOfEachLevel(), 80e6),
  timing: { batchMs: 50, measureMs: 1_000 },
});
const BEN = actorOf("Ben", "operator");
const verbs = () => each.world.desk.verbs;
const machine = async () => {
  const row = (await each.world.desk.queries.machineList()).find(({ name }) => name === "ha-app");
  return each.world.desk.queries.machine(row?.id ?? "");
};
const invited = (...roles: ("operator" | "viewer")[]) =>
  writeFacts(each.world, async (writer) => {
    for (const [at, role] of roles.entries())
      await writer.db.insert(person).values({
        ...{ id: writer.newId(), revision: writer.revision, name: `p${at}`, role, sites: "all", demo: false },
        ...{ passwordHash: null, failedSignIns: 0, lockedUntilMs: null, createdAtMs: 0, disabledAtMs: null },
      });
  });
const lost = async () => {
  await invited("operator", "operator");
  await verbs().setSecondPerson({ needed: true }, OPERATOR);
  each.world.simulator.lab.inject({ kind: "site-power", subjectRef: "site-north" });
  await each.world.pass(30_000, 1_000);
};
const input = async () => ({
  ...{ machineId: (await machine()).id, taskKey: randomUUID() },
  ...{ confirmName: "ha-app", reason: "the site is flooded" },
});
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );

it("does a loss only when somebody else agrees, and in the names of both", async () => {
  await lost();
  const asked = await input();
  expect(await refused(verbs().recoverMachine(asked, OPERATOR))).toMatchObject({
    code: "blocked",
    message: "ha-app was not started elsewhere: a loss needs a second person here.",
  });
  const { consentId } = await verbs().askConsent({ deed: "machine.recover", input: asked }, OPERATOR);
  expect((await machine()).consent).toMatchObject({ askedBy: "Ada", title: expect.stringContaining("giving up") });
  const onOverview = async () => (await each.world.desk.queries.overview()).underWay;
  expect(await onOverview()).toMatchObject([
    {
      href: `/machines/${asked.machineId}`,
      wanted: expect.stringMatching(/^Ada asks a second person to agree: .+giving up/),
      sentence: expect.stringMatching(/^Ada: the site is flooded.* The question holds until /),
    },
  ]);
  expect(await refused(verbs().agreeToLoss({ consentId }, OPERATOR))).toMatchObject({ code: "forbidden" });
  expect(await refused(verbs().agreeToLoss({ consentId }, VIEWER))).toMatchObject({ code: "forbidden" });
  expect((await machine()).headline.state).toBe("Down");
  const task = await verbs().agreeToLoss({ consentId }, BEN);
  expect(await verbs().agreeToLoss({ consentId }, BEN), "again, it is the same deed").toMatchObject({ id: task.id });
  await each.world.until(async () => (await machine()).headline.state === "Unprotected", "the machine there", 60_000);
  expect((await machine()).headline.reason).toContain("Ada and Ben declared");
  expect((await machine()).consent).toBeNull();
  expect(await onOverview()).toEqual([]);
  const [entry] = await each.database.read((db) =>
    db
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.kind, "consent.agree"), eq(auditEntry.outcome, "asked"))),
  );
  expect(entry).toMatchObject({ personName: "Ben", outcome: "asked", reason: "Ada: the site is flooded" });
});

it("is declined, taken back by whoever asked, or too old; then nothing is done", async () => {
  await lost();
  const ask = async () =>
    (await verbs().askConsent({ deed: "machine.recover", input: await input() }, OPERATOR)).consentId;
  const first = await ask();
  expect(await refused(ask())).toMatchObject({ code: "conflict", limit: "one question for a machine at a time" });
  await verbs().declineLoss({ consentId: first, reason: "the site is back soon" }, BEN);
  expect(await refused(verbs().agreeToLoss({ consentId: first }, BEN))).toMatchObject({ code: "illegal-transition" });
  const second = await ask();
  expect(await refused(verbs().withdrawLoss({ consentId: second }, BEN))).toMatchObject({ code: "forbidden" });
  await verbs().withdrawLoss({ consentId: second }, OPERATOR);
  const third = await ask();
  await each.world.pass(31 * 60_000, 60_000);
  expect((await machine()).consent).toBeNull();
  expect(await refused(verbs().agreeToLoss({ consentId: third }, BEN))).toMatchObject({
    message: expect.stringContaining("asked for too long ago"),
  });
  const tasks = await each.world.desk.queries.taskList({ running: false, limit: 50 });
  expect(tasks.map(({ kind }) => kind)).not.toContain("vm.recover");
});

it("can't be asked for where there are no two people, and by owners alone", async () => {
  await invited("operator", "viewer");
  expect(await refused(verbs().setSecondPerson({ needed: true }, OPERATOR))).toMatchObject({
    field: "needed",
    value: 1,
    remedy: "Invite an operator first.",
  });
  expect(await refused(verbs().setSecondPerson({ needed: true }, BEN))).toMatchObject({ code: "forbidden" });
});
