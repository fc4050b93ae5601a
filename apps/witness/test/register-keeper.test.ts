import type { WitnessRequest } from "@v-available/pair-protocol/witness";
import { emptyWitness } from "@v-available/pair-protocol/witness-step";
import { expect, it } from "vitest";
import { RegisterKeeper } from "../src/register-keeper";

const create = (vmRef: string): WitnessRequest => ({
  kind: "compare-and-set",
  pairRef: "pair",
  side: "a",
  requestId: `create ${vmRef}`,
  term: 0,
  changes: [{ changeId: vmRef, vmRef, expectEpoch: 0, next: { owner: "a", inSync: ["a"] }, fenced: false }],
});
const renew: WitnessRequest = { kind: "renew", pairRef: "pair", side: "b", requestId: "renew", term: 0, fenced: [] };

function keeperOnSlowDisk() {
  const writes: { vms: string[]; done: () => void; fail: (error: Error) => void }[] = [];
  const broken: unknown[] = [];
  const keeper = new RegisterKeeper({
    store: {
      save: (_pairRef, { registers }) =>
        new Promise((done, fail) => writes.push({ vms: Object.keys(registers), done, fail })),
    },
    durable: emptyWitness("store"),
    config: { leaseMs: 1_000 },
    now: () => 0,
    onBroken: (error) => broken.push(error),
  });
  const answered: string[] = [];
  const ask = (request: WitnessRequest) => void keeper.judge(request).then((reply) => answered.push(reply.requestId));
  return { writes, broken, answered, ask };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it("answers nobody before the disk has what the answer shows, not even a reader", async () => {
  const { writes, answered, ask } = keeperOnSlowDisk();
  ask(renew);
  await turn();
  expect(answered).toEqual(["renew"]);
  ask(create("vm-1"));
  ask(renew);
  await turn();
  expect(answered).toEqual(["renew"]);
  writes[0]?.done();
  await turn();
  expect(answered).toEqual(["renew", "create vm-1", "renew"]);
});

it("writes what came meanwhile in one go, and answers it only after that", async () => {
  const { writes, answered, ask } = keeperOnSlowDisk();
  for (const vmRef of ["vm-1", "vm-2", "vm-3"]) ask(create(vmRef));
  await turn();
  writes[0]?.done();
  await turn();
  expect(writes.map((write) => write.vms.length)).toEqual([1, 3]);
  expect(answered).toEqual(["create vm-1"]);
  writes[1]?.done();
  await turn();
  expect(answered).toEqual(["create vm-1", "create vm-2", "create vm-3"]);
});

it("answers nothing any more once a write has failed", async () => {
  const { writes, broken, answered, ask } = keeperOnSlowDisk();
  ask(create("vm-1"));
  writes[0]?.fail(new Error("no space"));
  await turn();
  ask(renew);
  await turn();
  expect(broken).toHaveLength(1);
  expect(answered).toEqual([]);
});
