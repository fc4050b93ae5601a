import { expect, it } from "vitest";
import { eventListInput } from "../src/event/input";
import { OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const on = worldOfEachTest(10_000);

const diskAlarm = async () => {
  const rows = await on.world.desk.queries.alarmList({ limit: 100, includeCleared: true });
  const found = rows.find(({ kind }) => kind === "disk-failed");
  if (!found) throw new Error("there is no alarm of a disk");
  return found;
};
const failDisk = async () => {
  const offer = on.world.simulator.lab.catalogue().find(({ kind }) => kind === "disk-failed");
  const subjectRef = offer?.subjects.find(({ ref }) => ref.includes("-b/"))?.ref ?? "";
  const injected = on.world.simulator.lab.inject({ kind: "disk-failed", subjectRef });
  await on.world.pass(10_000, 1_000);
  return injected;
};
const shelveFor = async (ms: number) => {
  const { id } = await diskAlarm();
  return on.world.desk.verbs.shelveAlarm({ alarmId: id, untilMs: on.world.clock.nowMs() + ms }, OPERATOR);
};
const wanting = async () => (await on.world.desk.queries.overview()).needsPerson.map(({ kind }) => kind);
const typesOnRecord = async () =>
  (await on.world.desk.queries.eventList(eventListInput.parse({ limit: 50 }))).events.map(({ type }) => type);

it("takes a shelved alarm off the list of what needs a person, and says how many are shelved", async () => {
  await failDisk();
  expect(await wanting()).toContain("disk-failed");
  await shelveFor(MINUTE_MS);
  expect(await wanting()).not.toContain("disk-failed");
  const { truth, openAlarms, shelvedAlarms } = await on.world.desk.queries.overview();
  expect(truth.lead).toContain("1 alarm is shelved");
  expect(openAlarms).toBeGreaterThan(0);
  expect(shelvedAlarms).toBe(1);
});

it("ends a shelf at its time and puts that on the record", async () => {
  await failDisk();
  await shelveFor(MINUTE_MS);
  await on.world.pass(MINUTE_MS - 10_000, 10_000);
  expect((await diskAlarm()).operatorState).toBe("shelved");
  await on.world.pass(20_000, 1_000);
  expect(await diskAlarm()).toMatchObject({ operatorState: "none", shelvedUntilMs: null });
  expect(await wanting()).toContain("disk-failed");
  expect(await typesOnRecord()).toContain("alarm.shelf-ended");
});

it("ends a shelf whose time comes after the control plane began again", async () => {
  await failDisk();
  await shelveFor(60_000);
  await on.world.restart();
  await on.world.until(async () => (await diskAlarm()).operatorState === "none", "the end of the shelf", 120_000);
  expect((await typesOnRecord()).filter((type) => type === "alarm.shelf-ended")).toHaveLength(1);
});

it("ends the later of two shelves too", async () => {
  await failDisk();
  const first = await shelveFor(30_000);
  await on.world.pass(35_000, 1_000);
  expect((await diskAlarm()).operatorState).toBe("none");
  await on.world.desk.verbs.shelveAlarm({ alarmId: first.id, untilMs: on.world.clock.nowMs() + 30_000 }, OPERATOR);
  await on.world.pass(35_000, 1_000);
  expect((await typesOnRecord()).filter((type) => type === "alarm.shelf-ended")).toHaveLength(2);
});

it("tries again where the database fails just when a shelf ends", async () => {
  await failDisk();
  await shelveFor(30_000);
  const failed = () => on.world.logged.some(({ message }) => message.startsWith("Shelves that are over"));
  await on.world.until(() => {
    // Others write too, and take what breaks.
    if (!failed()) on.world.db.breakAt(1);
    return failed();
  }, "the failure");
  await on.world.pass(10_000, 1_000);
  expect((await diskAlarm()).operatorState).toBe("none");
});

it("is taken off the shelf by a person", async () => {
  await failDisk();
  const { id } = await shelveFor(MINUTE_MS);
  const row = await on.world.desk.verbs.unshelveAlarm({ alarmId: id }, OPERATOR);
  expect(row).toMatchObject({ operatorState: "none", shelvedUntilMs: null, needsPerson: true });
});

it.each([
  [0, "the end of its shelf has passed", "later than now"],
  [32 * DAY_MS, "a shelf ends within 31 days", "at most 31 days from now"],
])("refuses a shelf that ends %d ms from now", async (ms, words, limit) => {
  await failDisk();
  await expect(shelveFor(ms)).rejects.toMatchObject({
    message: expect.stringContaining(words),
    detail: { field: "untilMs", limit, remedy: expect.stringContaining("Choose") },
  });
  expect((await diskAlarm()).operatorState).toBe("none");
});

it("refuses whoever may only look", async () => {
  await failDisk();
  const { id } = await diskAlarm();
  const untilMs = on.world.clock.nowMs() + MINUTE_MS;
  await expect(on.world.desk.verbs.shelveAlarm({ alarmId: id, untilMs }, VIEWER)).rejects.toThrow(
    "may not handle alarms",
  );
});

it("closes an alarm once its condition is gone, and not before", async () => {
  const injected = await failDisk();
  const { id } = await diskAlarm();
  await expect(on.world.desk.verbs.closeAlarm({ alarmId: id }, OPERATOR)).rejects.toThrow(
    "Not while its condition lasts",
  );
  on.world.simulator.lab.clear(injected?.id ?? "");
  await on.world.until(async () => (await diskAlarm()).clearedAtMs !== null, "the end of the alarm");
  expect(await on.world.desk.verbs.closeAlarm({ alarmId: id }, OPERATOR)).toMatchObject({ operatorState: "closed" });
  await expect(on.world.desk.verbs.closeAlarm({ alarmId: id }, OPERATOR)).rejects.toThrow("It is closed");
});
