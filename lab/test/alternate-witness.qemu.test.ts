import { otherSide } from "@v-available/domain/state";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { WitnessName } from "../settings";
import { until } from "../shell";
import { TestWorld } from "./test-world";

/** A pair with an alternate witness, on real processes. Each case goes on from where the one before it ended. */

let world: TestWorld;
beforeAll(async () => {
  world = await TestWorld.open({ witnesses: 2 });
});
afterAll(() => world?.close());

const MOVE_LIMIT_MS = 15_000;

/** The hosts ask that witness, both see it, and each has it in its own durable word. */
const asked = (name: WitnessName) =>
  until(`the hosts ask the ${name}`, MOVE_LIMIT_MS, () =>
    [...world.watch.entities.values()].some(
      (entity) =>
        entity.kind === "witness" &&
        entity.name.endsWith(name) &&
        entity.inUse &&
        entity.seenBy.a.reachable &&
        entity.seenBy.b.reachable,
    ),
  );

it("the witness is lost: the hosts ask the alternate, and the machine never notices", async () => {
  const { lab, instances, epoch } = world;
  const active = world.vm.activeSide;
  const pid = instances.pidOn(active);
  await asked("witness");
  await lab.killWitness();
  await asked("alternate");
  await world.writer.nextAck(5_000);
  expect([instances.pidOn(active), world.epoch]).toEqual([pid, epoch]);
});

it("an agent that comes back goes on asking the alternate", async () => {
  const { lab } = world;
  const active = world.vm.activeSide;
  const before = lab.agentProcess(active)?.pid;
  lab.killAgent(active);
  await until("the agent is back", 30_000, () => {
    const now = lab.agentProcess(active)?.pid;
    return now !== undefined && now !== before;
  });
  await asked("alternate");
  await world.isWholeAgain();
});

it("the active host is lost: its partner gets the token of the alternate and takes over, with nothing lost", async () => {
  const { lab } = world;
  const active = world.vm.activeSide;
  await lab.pullPlug(active);
  await world.goesOnAlone(otherSide(active));
  await lab.revive(active);
  await world.isWholeAgain();
});

it("the alternate is lost, too, and the witness is back: the hosts ask that again", async () => {
  const { lab } = world;
  await lab.startWitness();
  await lab.killWitness("alternate");
  await asked("witness");
  await world.isWholeAgain();
});

it("after all that the journal has every record", async () => {
  const { lost, check } = await world.writer.stop();
  expect(lost).toBe(0);
  expect(check).toMatch(/bad 0$/);
});
