import { randomUUID } from "node:crypto";
import { Refusal } from "@v-available/domain/refusal";
import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import { withFreeHosts } from "@v-available/orchestrator-simulator/demo-free-host";
import { expect, it } from "vitest";
import { actorOf, OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const fleet = withFreeHosts(smallFleetOfEachLevel());
const on = worldOfEachTest(6_000, {
  fleet: { ...fleet, machines: fleet.machines.filter(({ name }) => name !== "plain") },
});

const pair = async () => {
  const [row] = await on.world.desk.queries.pairList();
  return on.world.desk.queries.pair(row?.id ?? "");
};
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );

async function lost() {
  const { id: hostId, name } = (await pair()).hosts.b;
  const fault = on.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-b" });
  await on.world.until(async () => (await pair()).hosts.b.state === "Offline", "that it is lost");
  await on.world.pass(5_000, 500);
  const { checks } = await on.world.desk.queries.previewReplace({ hostId, withHost: "two-a" }, OPERATOR);
  const accepted = checks.flatMap(({ verdict, key }) => (verdict === "warn" ? [key] : []));
  const input = { hostId, withHost: "two-a", confirmName: name, reason: "Its board is broken.", accepted };
  return { input, faultId: fault?.id ?? "" };
}
const replace = (input: Awaited<ReturnType<typeof lost>>["input"], change: object = {}, actor = OPERATOR) =>
  on.world.desk.verbs.replaceHost({ ...input, taskKey: randomUUID(), ...change }, actor);

it("gives the pair another host, ends what was said of the old one, and has every machine protected again", async () => {
  const { input, faultId } = await lost();
  const view = await on.world.desk.queries.previewReplace(input, OPERATOR);
  expect(view).toMatchObject({ side: "b", partner: "one-a", machineCount: 2, verdict: "warn" });
  expect(view.exposedSinceMs).not.toBeNull();
  const { id } = await replace(input);
  await on.world.until(async () => (await on.world.desk.queries.task(id)).state !== "running", "its end");
  expect(await on.world.desk.queries.task(id)).toMatchObject({ state: "succeeded", refusal: null });
  await on.world.until(async () => (await pair()).headline.state === "Normal", "that the pair is well");
  expect((await pair()).hosts.b).toMatchObject({ name: "two-a", state: "Running" });
  const states = async () => (await pair()).machines.map(({ headline }) => headline.state);
  await on.world.until(
    async () => (await states()).every((state) => state === "Protected"),
    "that both are whole",
    60_000,
  );
  const open = async () => (await on.world.desk.queries.alarmList({ limit: 50, includeCleared: false })).length;
  await on.world.until(async () => (await open()) === 0, "that no alarm is left of the old host");
  await on.world.until(async () => (await pair()).incident === null, "the end of the incident", 1_200_000);

  on.world.simulator.lab.clear(faultId);
  const free = async () => {
    const { hosts } = await on.world.desk.queries.previewReplace(
      { hostId: (await pair()).hosts.b.id, withHost: null },
      OPERATOR,
    );
    return hosts.find(({ name }) => name === "one-b");
  };
  await on.world.until(async () => (await free()) !== undefined, "that the old host is one of no pair");
  expect(await free()).toMatchObject({ retiredFrom: "one" });
  expect(await refusalOf(on.world.desk.queries.previewReplace(input, OPERATOR))).toMatchObject({ code: "not-found" });
});

it("goes on over a control plane that begins anew in the midst of it", async () => {
  const { input } = await lost();
  const { id } = await replace(input);
  await on.world.pass(8_000, 1_000);
  await on.world.restart();
  await on.world.until(async () => (await on.world.desk.queries.task(id)).state === "succeeded", "its end");
  expect((await pair()).hosts.b.name).toBe("two-a");
});

it("is refused without the typed name, the accepted cost and the role, and changes nothing then", async () => {
  const { input } = await lost();
  expect(await refusalOf(replace(input, { confirmName: "one-a" }))).toMatchObject({
    field: "confirmName",
    limit: "one-b",
  });
  expect(await refusalOf(replace(input, { accepted: [] }))).toMatchObject({ field: "accepted", code: "blocked" });
  expect(await refusalOf(replace(input, { withHost: "two-c" }))).toMatchObject({ field: "withHost" });
  expect(await refusalOf(replace(input, {}, actorOf("Olga", "operator")))).toMatchObject({ code: "forbidden" });
  expect(await refusalOf(replace(input, {}, actorOf("Sven", "administrator", [randomUUID()])))).toMatchObject({
    code: "forbidden",
  });
  await on.world.pass(20_000, 1_000);
  expect((await pair()).hosts.b.name).toBe("one-b");
});

it("is called off before the old host is shut out", async () => {
  const { input } = await lost();
  const { id } = await replace(input);
  await on.world.desk.verbs.endReplacing({ hostId: input.hostId, taskKey: randomUUID() }, OPERATOR);
  await on.world.pass(3_000, 500);
  expect(await on.world.desk.queries.task(id)).toMatchObject({ state: "cancelled" });
  expect((await pair()).hosts.b.name).toBe("one-b");
});
