import { randomUUID } from "node:crypto";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { Refusal } from "@v-available/domain/refusal";
import { smallFleet } from "@v-available/orchestrator-simulator/demo-fleet";
import { withFreeHosts } from "@v-available/orchestrator-simulator/demo-free-host";
import { describe, expect, it } from "vitest";
import { actorOf, OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(6_000, { fleet: withFreeHosts(smallFleet()) });

const WANTED = { name: "two", hostA: "two-a", hostB: "two-b", witness: "witness-south", alternate: null } as const;
const NOTHING = { runsVcpus: 0, runsMemoryMiB: 0, runsDiskMiB: 0 };
const preview = (change: object = {}) =>
  on.world.desk.queries.previewForm({ ...WANTED, ...NOTHING, ...change }, OPERATOR);
const form = (change: object = {}, actor = OPERATOR) =>
  on.world.desk.verbs.formPair({ ...WANTED, ...NOTHING, accepted: [], taskKey: randomUUID(), ...change }, actor);
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );
const pairNames = async () => (await on.world.desk.queries.pairList()).map(({ name }) => name);
const formed = async () => {
  const task = await form();
  await on.world.until(async () => (await on.world.desk.queries.task(task.id)).state !== "running", "its end");
  return on.world.desk.queries.task(task.id);
};

describe("a pair that is formed", () => {
  it("is among the pairs, in the overview and in what is found, and takes a machine", async () => {
    expect((await preview()).hosts.map(({ name }) => name)).toEqual(["two-a", "two-b", "two-c", "two-d"]);
    const task = await formed();
    const pair = (await on.world.desk.queries.pairList()).find(({ name }) => name === "two");
    expect(task).toMatchObject({ state: "succeeded", subject: { kind: "pair", id: pair?.id, name: "two" } });
    await on.world.pass(5_000, 1_000);
    expect(await on.world.desk.queries.pair(pair?.id ?? "")).toMatchObject({ headline: { state: "Normal" } });
    expect((await preview()).hosts.map(({ name }) => name)).toEqual(["two-c", "two-d"]);
    expect((await on.world.desk.queries.overview()).pairCount).toBe(2);
    const { groups } = await on.world.desk.queries.find({ text: "two" }, OPERATOR);
    expect(groups.flatMap(({ found }) => found.map(({ kind, name }) => `${kind} ${name}`))).toEqual(
      expect.arrayContaining(["pair two", "host two-a", "host two-b"]),
    );
    const machine = await on.world.desk.verbs.createMachine(
      {
        name: "web",
        pairId: pair?.id ?? "",
        side: null,
        vcpus: 2,
        memoryMiB: 1_024,
        diskMiB: 1_024,
        image: null,
        mac: null,
        ip: null,
        guest: "linux",
        protection: HIGH_AVAILABILITY,
        taskKey: randomUUID(),
      },
      OPERATOR,
    );
    await on.world.until(
      async () => (await on.world.desk.queries.task(machine.id)).state === "succeeded",
      "the machine",
    );
  });

  it("is there after the control plane began anew, and its forming went on meanwhile", async () => {
    const task = await form();
    await on.world.pass(3_000, 1_000);
    await on.world.restart();
    await on.world.until(async () => (await on.world.desk.queries.task(task.id)).state === "succeeded", "its end");
    expect(await pairNames()).toEqual(["one", "two"]);
  });

  it("is asked for once, however often the key comes", async () => {
    const taskKey = randomUUID();
    const [one, two] = [await form({ taskKey }), await form({ taskKey })];
    expect(two.id).toBe(one.id);
  });
});

describe("what is refused", () => {
  it("names the field, the number and the remedy, and leaves both hosts free", async () => {
    const refusal = await refusalOf(form({ hostB: "two-c" }));
    expect(refusal).toMatchObject({
      field: "hostB",
      value: 1,
      limit: "2, each on a port of its own",
      remedy: expect.any(String),
    });
    expect((await preview()).hosts.every(({ pairing }) => pairing === null)).toBe(true);
  });

  it("is a warning that nobody has accepted", async () => {
    const load = { runsVcpus: 40 };
    const { checks, verdict } = await preview(load);
    expect(verdict).toBe("warn");
    expect(await refusalOf(form(load))).toMatchObject({ field: "accepted", value: 1 });
    const accepted = checks.filter((check) => check.verdict === "warn").map(({ key }) => key);
    await expect(form({ ...load, accepted })).resolves.toMatchObject({ state: "running" });
  });

  it("is somebody with too small a role, or of another site", async () => {
    expect(await refusalOf(form({}, actorOf("Olga", "operator")))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(form({}, actorOf("Sven", "administrator", [randomUUID()])))).toMatchObject({
      code: "forbidden",
    });
    const { hosts } = await on.world.desk.queries.previewForm(
      { ...WANTED, ...NOTHING },
      actorOf("Sven", "administrator", [randomUUID()]),
    );
    expect(hosts[0]?.forbiddenBecause).toMatch(/Sven may not change anything at North/);
    const here = actorOf("Nora", "administrator", [hosts[0]?.site.id ?? ""]);
    await expect(form({}, here)).resolves.toMatchObject({ state: "running" });
  });
});

it("is broken off by its name until the witness knows it", async () => {
  const { id: taskId } = await form();
  const end = (pairName = "two") => on.world.desk.verbs.endForming({ pairName, taskKey: randomUUID() }, OPERATOR);
  expect(await refusalOf(end("three"))).toMatchObject({ code: "not-found", field: "pairName" });
  await end();
  await on.world.pass(2_000, 500);
  expect(await on.world.desk.queries.task(taskId)).toMatchObject({ state: "cancelled" });
  expect(await refusalOf(end())).toMatchObject({ code: "not-found" });
  expect(await pairNames()).toEqual(["one"]);
});

it("believes nothing of free hosts once their backend is silent", async () => {
  const offer = on.world.simulator.lab.catalogue().find(({ kind }) => kind === "orchestrator-unreachable");
  on.world.simulator.lab.inject({ kind: "orchestrator-unreachable", subjectRef: offer?.subjects[0]?.ref ?? "" });
  await on.world.pass(10_000, 1_000);
  const { checks } = await preview();
  expect(checks.filter(({ name }) => name === "host-answers").map(({ verdict }) => verdict)).toEqual([
    "block",
    "block",
  ]);
});
