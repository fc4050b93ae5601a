import { certificateFields } from "@v-available/domain/certificate-identity";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY } from "@v-available/domain/level";
import { Refusal } from "@v-available/domain/refusal";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CertificateAuthority } from "../../../lab/certificate-authority";
import type { FakeAgent } from "../test/fake-agent";
import { running } from "../test/fake-agent";
import { vmView } from "../test/view";
import { authority, eventually, openAgents, orchestratorOn, upTo, Watch } from "../test/world";
import type { QemuOrchestrator } from "./qemu-orchestrator";

let agents: { a: FakeAgent; b: FakeAgent };
let orchestrator: QemuOrchestrator;
beforeEach(async () => {
  agents = await openAgents();
  orchestrator = orchestratorOn(agents);
});
afterEach(async () => {
  await orchestrator.close();
  await Promise.all([agents.a.stop(), agents.b.stop()]);
});

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw error ?? new Error("was not refused");
  return error.detail;
};
const definition = {
  ...{ name: "new", pairRef: "p", side: "b" as const, vcpus: 1, memoryMiB: 96, diskMiB: 64, image: null },
  ...{ mac: null, ip: null, guest: "linux" as const, protection: HIGH_AVAILABILITY },
};

describe("watching", () => {
  it("begins with a whole snapshot of both hosts and their journals", async () => {
    agents.a.write(1_203); // more than two frames hold
    agents.b.write(3);
    // What comes first is whole only where both were heard in time: how fast this machine is, is not asked here.
    const patient = orchestratorOn(agents, { patienceMs: 30_000 });
    const watch = new Watch(patient);
    await eventually(() => expect(watch.observations.length).toBeGreaterThan(0));
    expect(watch.observations[0]?.type).toBe("snapshot");
    expect(watch.observations[0]?.records).toHaveLength(1_206);
    expect([...watch.entities.keys()].sort()).toEqual([
      "host host-a",
      "host host-b",
      "link link-a",
      "pair p",
      "vm vm-1",
      "witness w",
    ]);
    expect(watch.sequencesOf("host-a.journal")).toEqual(upTo(1_203));
    expect(await watch.stop()).toBeNull();
    await patient.close();
  });

  it("goes on with changes, and gives a sign of life each second when there are none", async () => {
    const watch = new Watch(orchestrator);
    await eventually(() => expect(watch.observations.length).toBeGreaterThan(0));
    agents.a.show({ vms: [vmView("a", { held: true })] });
    agents.a.write(1);
    await eventually(() => {
      expect(watch.entities.get("vm vm-1")).toMatchObject({ held: true });
      expect(watch.sequencesOf("host-a.journal")).toEqual([1]);
    });
    agents.a.show({ vms: [] });
    agents.b.show({ vms: [] });
    await eventually(() => expect(watch.entities.has("vm vm-1")).toBe(false));
    const from = watch.observations.length;
    const times = () => watch.observations.slice(from).map((one) => one.atMs);
    await eventually(() => expect(times().length).toBeGreaterThanOrEqual(3));
    const gaps = times()
      .slice(1)
      .map((at, index) => at - (times()[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(1_900);
    await watch.stop();
  });

  it("says each second when the pair was heard, also under steady news", async () => {
    const watch = new Watch(orchestrator);
    await eventually(() => expect(watch.entities.get("pair p")).toBeDefined());
    const heardAtMs = () => (watch.entities.get("pair p") as { observedAtMs: number }).observedAtMs;
    const first = heardAtMs();
    for (let news = 0; news < 24; news++) {
      agents.a.show({ vms: [vmView("a", { held: news % 2 === 0 })] });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    // Two signs of life, where the other clocks are told once in five seconds.
    expect(heardAtMs() - first).toBeGreaterThan(1_000);
    await watch.stop();
  });

  it("goes on after a cursor with the records that follow, each once, also over a new adapter", async () => {
    agents.a.write(5);
    const first = new Watch(orchestrator);
    await eventually(() => expect(first.records).toHaveLength(5));
    await first.stop();
    agents.a.write(700);
    agents.b.write(2);
    const second = new Watch(orchestratorOn(agents), first.cursor);
    await eventually(() => expect(second.records).toHaveLength(702));
    expect(second.sequencesOf("host-a.journal")).toEqual(upTo(705).slice(5));
    expect(second.sequencesOf("host-b.journal")).toEqual([1, 2]);
    await second.stop();
  });

  it("refuses a cursor that is not its own", async () => {
    const watch = new Watch(orchestrator, "elsewhere:7");
    expect(await watch.ended).toMatchObject({ detail: { code: "invalid", field: "after" } });
  });

  it("shows a host that ends as unknown at once, comes back to it, and misses no record", async () => {
    const watch = new Watch(orchestrator);
    await eventually(() => expect(watch.entities.get("host host-a")).toMatchObject({ state: "Running" }));
    agents.b.show({ partner: { ...agents.b.view.partner, contact: "dead" } });
    await agents.a.stop();
    await eventually(() => {
      expect(watch.entities.get("host host-a")).toMatchObject({ state: "Offline" });
      expect(watch.entities.get("vm vm-1")).toMatchObject({ instances: { a: "Unknown" } });
    });
    agents.a.write(4);
    await agents.a.start();
    await eventually(() => {
      expect(watch.entities.get("host host-a")).toMatchObject({ state: "Running" });
      expect(watch.sequencesOf("host-a.journal")).toEqual([1, 2, 3, 4]);
    });
    await watch.stop();
  });

  it("takes a host that hangs for one that is gone", async () => {
    const watch = new Watch(orchestrator);
    await eventually(() => expect(watch.entities.get("host host-a")).toMatchObject({ state: "Running" }));
    await agents.b.stop();
    agents.a.hang();
    await eventually(() => expect(watch.entities.get("host host-a")).toMatchObject({ state: "Unknown" }));
    await watch.stop();
  });

  it.each([
    ["breaks the order of its journal", (agent: FakeAgent) => agent.writeOutOfOrder()],
    ["sends what is no frame", (agent: FakeAgent) => agent.say("{}\n")],
  ])("ends the connection of an agent that %s, and takes nothing of it", async (_what, misbehave) => {
    const watch = new Watch(orchestrator);
    await eventually(() => expect(watch.observations.length).toBeGreaterThan(0));
    const before = agents.a.connections;
    misbehave(agents.a);
    await eventually(() => expect(agents.a.connections).toBeGreaterThan(before));
    expect(watch.records).toEqual([]);
    await watch.stop();
  });

  it("begins with one host when the other can't be heard", async () => {
    await agents.a.stop();
    const watch = new Watch(orchestrator);
    await eventually(() => expect(watch.entities.get("host host-b")).toMatchObject({ state: "Running" }));
    expect(watch.entities.get("host host-a")).toMatchObject({ state: "Unknown" });
    await watch.stop();
  });

  it.each([
    ["from the start", false],
    ["later", true],
  ])("ends as unreachable when nobody can be heard %s", async (_when, heardFirst) => {
    const stop = () => Promise.all([agents.a.stop(), agents.b.stop()]);
    if (!heardFirst) await stop();
    const watch = new Watch(orchestrator);
    if (heardFirst) {
      await eventually(() => expect(watch.observations.length).toBeGreaterThan(0));
      await stop();
    }
    expect(await watch.ended).toMatchObject({
      detail: { code: "unreachable", message: expect.stringMatching(/^None of the 2 hosts .*\.$/) },
    });
  });

  it("does not listen to an agent that another authority signed, or that is another host", async () => {
    const stranger = CertificateAuthority.create("authority of a test").issue(
      certificateFields({ role: "controller" }),
    );
    const material = {
      authority: authority.certificatePem,
      certificate: stranger.certificatePem,
      key: stranger.keyPem,
    };
    const foreign = orchestratorOn(agents, { material });
    expect(await new Watch(foreign).ended).toMatchObject({ detail: { code: "unreachable" } });
    const crossed = orchestratorOn({ a: agents.b, b: agents.a });
    expect(await new Watch(crossed).ended).toMatchObject({
      detail: { message: expect.stringContaining("certificate is not that of side") },
    });
  });

  it("says so when an endpoint is another host than the configuration says", async () => {
    agents.a.hostRef = "host-x";
    agents.b.hostRef = "host-y";
    expect(await new Watch(orchestrator).ended).toMatchObject({
      detail: { message: expect.stringContaining("host-x, side a of pair p") },
    });
  });
});

describe("commands", () => {
  it("about a machine go to its active side", async () => {
    const command = { kind: "vm.stop", vmRef: "vm-1" } as const;
    expect(await orchestrator.execute(command, "key-1")).toEqual(running("key-1"));
    expect([agents.a.executed, agents.b.executed]).toEqual([[{ taskKey: "key-1", command }], []]);
  });

  it("follow a machine that has just moved", async () => {
    agents.a.answer = () => ({ code: "conflict", message: "B owns it.", value: "b" });
    expect(await orchestrator.execute({ kind: "vm.stop", vmRef: "vm-1" }, "key-1")).toEqual(running("key-1"));
    expect(agents.b.executed).toHaveLength(1);
  });

  it("with a known key go to the host that has the key, wherever the machine is", async () => {
    agents.b.show({ tasks: [{ ...running("key-1"), state: "succeeded" }] });
    await orchestrator.execute({ kind: "vm.stop", vmRef: "vm-1" }, "key-1");
    expect(agents.a.executed).toEqual([]);
    expect(agents.b.executed).toHaveLength(1);
  });

  it("to create go to the side that was asked for, or to the one with more room", async () => {
    await orchestrator.execute({ kind: "vm.create", definition }, "key-1");
    expect(agents.b.executed).toHaveLength(1);
    agents.b.show({ host: { ...agents.b.view.host, usedMemoryMiB: 4_000 } });
    agents.a.show({ host: { ...agents.a.view.host, usedMemoryMiB: 10 } });
    const anywhere = orchestratorOn(agents);
    await anywhere.execute({ kind: "vm.create", definition: { ...definition, side: null } }, "key-2");
    expect(agents.a.executed).toEqual([
      { taskKey: "key-2", command: { kind: "vm.create", definition: { ...definition, side: "a" } } },
    ]);
    await anywhere.close();
  });

  it("carry the agent's own refusal", async () => {
    agents.a.answer = () => ({ code: "illegal-transition", message: "It runs already.", field: "vmRef" });
    expect(await refusal(orchestrator.execute({ kind: "vm.stop", vmRef: "vm-1" }, "key-1"))).toEqual({
      ...{ code: "illegal-transition", message: "It runs already.", field: "vmRef" },
    });
  });

  it.each([
    ["too little memory", { memoryMiB: 5 }, "definition.memoryMiB", 5, "at least 96"],
    ["too much disk", { diskMiB: 2 ** 40 }, "definition.diskMiB", 2 ** 40, "at most 67108864"],
    ["a name with capitals", { name: "New" }, "definition.name", "New", expect.stringContaining("lower-case")],
    ["a MAC that is none", { mac: "x" }, "definition.mac", "x", expect.stringContaining("six pairs")],
  ])("with %s are refused before any host is asked", async (_what, part, field, value, limit) => {
    const detail = await refusal(
      orchestrator.execute({ kind: "vm.create", definition: { ...definition, ...part } }, "key-1"),
    );
    expect(detail).toMatchObject({ code: "invalid", field, value, limit });
    expect(detail.remedy).toBeTruthy();
    expect(agents.a.connections + agents.b.connections).toBe(0);
  });

  it.each([
    ["name", { name: "ledger" }],
    ["mac", { mac: "52:54:00:00:00:01" }],
  ])("for a %s that is taken are refused", async (field, part) => {
    const detail = await refusal(
      orchestrator.execute({ kind: "vm.create", definition: { ...definition, ...part } }, "key-1"),
    );
    expect(detail).toMatchObject({ code: "conflict", field: `definition.${field}` });
    expect(agents.b.executed).toEqual([]);
  });

  it("for an unknown machine or pair are refused", async () => {
    expect(await refusal(orchestrator.execute({ kind: "vm.stop", vmRef: "none" }, "key-1"))).toMatchObject({
      ...{ code: "not-found", field: "vmRef", value: "none" },
    });
    const elsewhere = { ...definition, pairRef: "q" };
    expect(await refusal(orchestrator.execute({ kind: "vm.create", definition: elsewhere }, "key-1"))).toMatchObject({
      ...{ code: "not-found", field: "definition.pairRef", value: "q" },
    });
  });

  it("for a level that the backend lacks are refused with the capability's reason", async () => {
    const answer = (await orchestrator.capabilities())["fault-tolerance"];
    const asked = orchestrator.execute({ kind: "vm.protect", vmRef: "vm-1", protection: FAULT_TOLERANCE }, "key-1");
    expect(await refusal(asked)).toMatchObject({
      code: "unsupported",
      field: "protection",
      message: answer.supported ? "" : answer.reason,
    });
  });

  it("that its state does not allow are refused, whatever the host would say", async () => {
    expect(await refusal(orchestrator.execute({ kind: "vm.start", vmRef: "vm-1" }, "key-1"))).toMatchObject({
      ...{ code: "illegal-transition", field: "vmRef", value: "vm-1", message: "It runs already." },
    });
    expect(agents.a.executed).toEqual([]);
  });

  it("to a host that can't be heard are refused as unreachable", async () => {
    await orchestrator.execute({ kind: "vm.stop", vmRef: "vm-1" }, "key-1");
    await agents.a.stop();
    expect(await refusal(orchestrator.execute({ kind: "vm.stop", vmRef: "vm-1" }, "key-2"))).toMatchObject({
      ...{ code: "unreachable", message: expect.stringContaining("host A") },
    });
  });
});
