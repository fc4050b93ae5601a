import { expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../src/setting";
import { reviveSimulator } from "../src/simulator";
import type { SimWitness } from "../src/world/witness";
import { newWorld } from "./schedule";

it("goes on in a world that was written down when a witness had one state for all of its pairs", () => {
  const simulator = newWorld("older");
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  simulator.advanceTo(9_000);
  const { text } = simulator.image();
  const older = JSON.parse(text);
  for (const witness of Object.values<SimWitness & { protocol?: object }>(older.witnesses)) {
    const all = Object.values(witness.protocolOf);
    witness.protocol = {
      ...all[0],
      durable: { ...all[0]?.durable, pairs: Object.assign({}, ...all.map(({ durable }) => durable.pairs)) },
      grantedAtMs: Object.assign({}, ...all.map(({ grantedAtMs }) => grantedAtMs)),
      previousLeaseEndsAtMs: Object.assign({}, ...all.map(({ previousLeaseEndsAtMs }) => previousLeaseEndsAtMs)),
    };
    Reflect.deleteProperty(witness, "protocolOf");
  }
  const revived = reviveSimulator({ image: JSON.stringify(older), inputs: [] });
  for (const one of [simulator, revived]) one.advanceTo(40_000);
  expect(revived.sim.world).toEqual(simulator.sim.world);
});

it("goes on in a world that was written down when everything waited in one heap", () => {
  const simulator = newWorld("older");
  simulator.advanceTo(4_321);
  const older = JSON.parse(simulator.image().text);
  older.queue.heap = Object.values(older.queue.lanes).flat().reverse();
  Reflect.deleteProperty(older.queue, "lanes");
  const revived = reviveSimulator({ image: JSON.stringify(older), inputs: [] });
  for (const one of [simulator, revived]) one.advanceTo(20_000);
  expect(revived.sim.world.digest).toEqual(simulator.sim.world.digest);
});

it("goes on after a guest hung in a world that was written down before guests could hang", () => {
  const older = JSON.parse(newWorld("older").image().text);
  Reflect.deleteProperty(older.settings, "guestHangMs");
  const simulator = reviveSimulator({ image: JSON.stringify(older), inputs: [] });
  const refOf = (name: string) => Object.values(simulator.sim.world.vms).find((vm) => vm.name === name)?.ref ?? "";
  simulator.advanceTo(3_000);
  simulator.lab.inject({ kind: "guest-hang", subjectRef: refOf("ha-app") });
  const neighbour = simulator.clientOf(refOf("ft-app")).acknowledged;
  simulator.advanceTo(3_000 + DEFAULT_SETTINGS.guestHangMs + 20_000);
  expect(simulator.clientOf(refOf("ft-app")).acknowledged, "the world stands still").toBeGreaterThan(neighbour + 10);
  expect(simulator.clientOf(refOf("ha-app")).memoryLost).toBe(1);
});
