import fs from "node:fs";
import type { Side } from "@v-available/domain/state";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Watcher } from "../../packages/orchestrator/src/contract/watcher";
import { agentConfigFile, qemuConfigFile } from "../agent-setup";
import { LabWatch } from "../lab-watch";
import { CUT_GROUPS } from "../network";
import { namespace } from "../settings";
import { run, until } from "../shell";
import { TestWorld } from "./test-world";

/**
 * What the contract of every adapter can't ask for, on real processes, disks and cables, with a client that writes all
 * the time. Each case leaves the machine whole: nothing lost, never two of it, both copies the same to the last byte.
 */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let world: TestWorld;
beforeAll(async () => {
  world = await TestWorld.open();
});
afterAll(() => world?.close());

/** A takeover, were it allowed, would have come by then: dead, lease, margin, and time to do it. */
const TAKEOVER_IS_DUE_MS = 10_000;
/** By then a machine whose agent does not renew must have been ended: lease, margin, and time to see it. */
const FENCED_WITHIN_MS = 8_000;

/** Makes what that host sends slow enough to strike in the middle of a copy. @returns how to end that */
async function slowLinks(side: Side): Promise<() => Promise<void>> {
  const links = ["link-a", "link-b"];
  const shape = (verb: string, link: string, ...how: string[]) =>
    run("ip", ["netns", "exec", namespace(world.lab.settings, side), "tc", "qdisc", verb, "dev", link, "root", ...how]);
  for (const link of links) await shape("add", link, "tbf", "rate", "160kbit", "burst", "16kb", "latency", "400ms");
  return async () => {
    for (const link of links) await shape("del", link);
  };
}

describe("without anybody who watches", () => {
  it("the pair handles a lost host alone, and a watcher that comes back is told all of it in order", async () => {
    const { lab, writer } = world;
    const active = world.vm.activeSide;
    const before = await openQemuOrchestrator(qemuConfigFile(lab.settings));
    const seen = new Watcher(before);
    await until("a first look", 10_000, () => seen.observations > 0);
    await seen.stop();
    await before.close();
    await world.watch.close();

    const boots = writer.all("boot").length;
    await lab.pullPlug(active);
    await until("the machine to boot on the partner", 60_000, () => writer.all("boot").length > boots);
    await writer.nextAck(30_000);
    await lab.revive(active);

    world.watch = await LabWatch.open(lab);
    await world.isWholeAgain();
    const after = await openQemuOrchestrator(qemuConfigFile(lab.settings));
    // It throws where a record is missing, doubled or out of order.
    const resumed = new Watcher(after, seen);
    const told = () => resumed.records.filter((record) => record.vmRefs.includes(world.vmRef));
    await until("the record of the restored redundancy", 10_000, () =>
      told().some((record) => record.phase === "restored"),
    );
    const decided = told().find((record) => record.phase === "decided");
    const incident = resumed.records.filter((record) => record.rootRef === decided?.rootRef);
    const phases = incident.map((record) => record.phase).filter((phase) => phase !== null);
    expect([...new Set(phases)]).toEqual(["detected", "decided", "acted", "restored"]);
    await resumed.stop();
    await after.close();
  });
});

describe("a host that lost its right to run the machine", () => {
  it("ends it by its watchdog while its agent hangs", async () => {
    const { lab, instances } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const agent = lab.agentProcess(active);
    if (agent === null) throw new Error("The agent does not run.");
    process.kill(agent.pid, "SIGSTOP");
    try {
      await until("the watchdog to end it", FENCED_WITHIN_MS, () => instances.pidOn(active) === null, 10);
      await world.goesOnAlone(other);
    } finally {
      process.kill(agent.pid, "SIGCONT");
    }
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(other);
  });

  it("ends it by its watchdog while its agent is dead and does not start again", async () => {
    const { lab, instances } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const config = agentConfigFile(lab.settings, active);
    fs.renameSync(config, `${config}.away`);
    try {
      lab.killAgent(active);
      await until("the watchdog to end it", FENCED_WITHIN_MS, () => instances.pidOn(active) === null, 10);
      await world.goesOnAlone(other);
    } finally {
      fs.renameSync(`${config}.away`, config);
    }
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(other);
  });

  it("ends it when it sees neither its partner nor the witness, and the partner takes over", async () => {
    const { lab, instances } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const cuts = [...(CUT_GROUPS.partition ?? []), `witness-${active}` as const];
    await lab.cut(cuts);
    await until("its end", FENCED_WITHIN_MS, () => instances.pidOn(active) === null, 10);
    await world.goesOnAlone(other);
    await lab.mend(cuts);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(other);
  });
});

describe("one process dies", () => {
  it("the machine's own: it is started again where it was", async () => {
    const { instances, writer } = world;
    const active = world.vm.activeSide;
    const boots = writer.all("boot").length;
    process.kill(instances.pidOn(active) ?? 0, "SIGKILL");
    await until("its restart", 60_000, () => writer.all("boot").length > boots);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(active);
  });

  it("the partner's storage daemon: writes are held, then go on alone, and only what changed is copied", async () => {
    const { lab } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const { epoch } = world;
    const from = world.watch.records.length;
    const file = `${lab.settings.directory}/host-${other}/machine/${world.vmRef}/storage-daemon.json`;
    process.kill(JSON.parse(fs.readFileSync(file, "utf8")).pid, "SIGKILL");
    await world.vmIs("goes on alone", 20_000, ({ register }) => (register?.epoch ?? 0) > epoch);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(active);
    const sentences = world.watch.records.slice(from).map((record) => record.sentence);
    expect(sentences.some((sentence) => sentence.startsWith("What changed on the disk"))).toBe(true);
  });

  it("the agent, at the moment in which writes are held: the next one finds out and goes on", async () => {
    const { lab, instances } = world;
    const active = world.vm.activeSide;
    const pid = instances.pidOn(active);
    await lab.cut(CUT_GROUPS.links ?? []);
    lab.killAgent(active);
    await world.goesOnAlone(active);
    expect(instances.pidOn(active)).toBe(pid);
    await lab.mend(CUT_GROUPS.links ?? []);
    await world.isWholeAgain();
    expect(instances.pidOn(active)).toBe(pid);
  });
});

describe("two faults", () => {
  it("the active host is lost while its partner's copy is out of date: nobody runs that copy", async () => {
    const { lab, instances, writer } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    await lab.pullPlug(other);
    await world.goesOnAlone(active);
    await lab.pullPlug(active);
    const boots = writer.all("boot").length;
    await lab.revive(other);
    await pause(TAKEOVER_IS_DUE_MS);
    expect(instances.pidOn(other)).toBeNull();
    await lab.revive(active);
    await until("its restart", 60_000, () => writer.all("boot").length > boots);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(active);
  });

  it("the active host is lost in the middle of a copy: nobody runs half a disk", async () => {
    const { lab, instances, writer } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const atFullSpeed = await slowLinks(active);
    // A new process can't know what changed under the old one: the whole disk is copied.
    process.kill(instances.pidOn(active) ?? 0, "SIGKILL");
    await world.vmIs("is being copied", 60_000, ({ mirror, instances: states }) => {
      return mirror.replication === "SyncSource" && states[active] === "Running";
    });
    await lab.pullPlug(active);
    await pause(TAKEOVER_IS_DUE_MS);
    expect(instances.pidOn(other)).toBeNull();
    expect(world.vm.mirror.legs[other]).not.toBe("UpToDate");
    await atFullSpeed();
    const boots = writer.all("boot").length;
    await lab.revive(active);
    await until("its restart", 60_000, () => writer.all("boot").length > boots);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(active);
  });

  it.each([
    { when: "while QEMU connects to it", hasBegun: () => true },
    { when: "in the middle of catching up", hasBegun: (bytes: number) => bytes > 0 },
  ])("the partner is lost $when: the copy is given up at once, and made good when it is back", async ({ hasBegun }) => {
    const { lab } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    await lab.pullPlug(other);
    await world.goesOnAlone(active);
    const atFullSpeed = await slowLinks(active);
    await lab.revive(other);
    await world.vmIs("catches up", 60_000, ({ mirror }) => {
      return mirror.replication === "SyncSource" && hasBegun(mirror.outOfSyncBytes);
    });
    await lab.pullPlug(other);
    await world.vmIs("gives the copy up", 15_000, ({ mirror }) => mirror.replication !== "SyncSource");
    await atFullSpeed();
    await world.writer.nextAck(10_000);
    await lab.revive(other);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(active);
  });

  it("the witness is lost and then the active host: the partner waits, and takes over once the witness is back", async () => {
    const { lab, instances } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    await lab.killWitness();
    await lab.pullPlug(active);
    await pause(TAKEOVER_IS_DUE_MS);
    expect(instances.pidOn(other)).toBeNull();
    await lab.startWitness();
    await world.goesOnAlone(other);
    await lab.revive(active);
    await world.isWholeAgain();
  });

  it("the witness is lost for long and then every way between the hosts: the one they agreed on goes on", async () => {
    const { lab, instances } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    await lab.killWitness();
    const designated = () =>
      [...world.watch.entities.values()].some(
        (entity) => entity.kind === "pair" && entity.designatedSurvivor === active,
      );
    await until("both hosts to agree on a sole survivor", 30_000, designated);
    // Up to here each heartbeat lends it a little time: a computer that stands still for longer has it started anew.
    await world.writer.nextAck(30_000);
    const pid = instances.pidOn(active);
    const partition = CUT_GROUPS.partition ?? [];
    await lab.cut(partition);
    await world.writer.nextAck(30_000);
    expect([instances.pidOn(active), instances.pidOn(other)]).toEqual([pid, null]);
    await lab.startWitness();
    await lab.mend(partition);
    await world.isWholeAgain();
    expect(instances.pidOn(active)).toBe(pid);
  });
});

it("after all that the journal has every record, from the first to the last", async () => {
  const { acknowledged, lost, check } = await world.writer.stop();
  expect(lost).toBe(0);
  const [, checked, bad] = /^checked (\d+) bad (\d+)$/.exec(check) ?? [];
  expect(Number(bad)).toBe(0);
  // A record may be on the disk whose acknowledgement never came through.
  expect(Number(checked)).toBeGreaterThanOrEqual(acknowledged);
});
