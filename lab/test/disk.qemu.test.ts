import fs from "node:fs";
import path from "node:path";
import { SIDES, type Side } from "@v-available/domain/state";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostDirectory } from "../agent-setup";
import { run, until } from "../shell";
import { TestWorld } from "./test-world";

/** Machines' folders on file systems of their own, so that one can be full while its host is well. */
const SIZE_MIB = 100;
const CHUNK_BYTES = 65_536;

let world: TestWorld;
const folderOn = (side: Side) => path.join(hostDirectory(world.lab.settings, side), "machine");
const fillerOn = (side: Side) => path.join(folderOn(side), "filler");
beforeAll(async () => {
  world = await TestWorld.open({
    prepare: async (settings) => {
      for (const side of SIDES) {
        const folder = path.join(hostDirectory(settings, side), "machine");
        fs.mkdirSync(folder, { recursive: true });
        await run("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MIB}m,mode=700`, "none", folder]);
      }
    },
  });
});
afterAll(async () => {
  if (world) for (const side of SIDES) await run("umount", ["--lazy", folderOn(side)]);
  await world?.close();
});

/** Where a disk has nothing but zeros from there on, with room for what is written while we look. */
function endOfData(file: string): number {
  const disk = fs.readFileSync(file);
  const zeros = Buffer.alloc(CHUNK_BYTES);
  let end = disk.length;
  while (end > 0 && disk.subarray(end - CHUNK_BYTES, end).equals(zeros)) end -= CHUNK_BYTES;
  return end + 4 * CHUNK_BYTES;
}

/** From here on the disk takes nothing new. The room that a copy has taken up with zeros is given back first. */
async function fill(side: Side): Promise<void> {
  const disk = path.join(folderOn(side), world.vmRef, "disk.raw");
  const offset = endOfData(disk);
  const length = fs.statSync(disk).size - offset;
  await run("fallocate", ["--punch-hole", "--offset", String(offset), "--length", String(length), disk]);
  const file = fs.openSync(fillerOn(side), "w");
  try {
    for (;;) fs.writeSync(file, Buffer.alloc(CHUNK_BYTES));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe("ENOSPC");
  } finally {
    fs.closeSync(file);
  }
}

describe("a disk that refuses what the guest writes", () => {
  it("on the last copy: the guest stands and nothing is acknowledged, until the disk takes it", async () => {
    const { lab, writer, instances } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const pid = instances.pidOn(active);
    await lab.pullPlug(other);
    await world.goesOnAlone(active);
    await fill(active);
    await world.vmIs("is shown as frozen", 20_000, ({ instances: states, mirror }) => {
      return states[active] === "Frozen" && mirror.legs[active] === "Failed";
    });
    fs.rmSync(fillerOn(active));
    await world.vmIs("runs again", 20_000, ({ instances: states }) => states[active] === "Running");
    await writer.nextAck(10_000);
    await lab.revive(other);
    await world.isWholeAgain();
    expect(instances.pidOn(active), "the same process: no restart").toBe(pid);
  });

  it("with a good copy on the partner: the machine goes there, and comes back to two once the disk is mended", async () => {
    const { lab } = world;
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    await fill(active);
    await world.goesOnAlone(other);
    expect(world.vm.mirror.legs[active]).toBe("Failed");
    fs.rmSync(fillerOn(active));
    lab.killAgent(active);
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(other);
  });

  it("the partner's: the machine goes on alone, and copies again once that disk is mended", async () => {
    const active = world.vm.activeSide;
    const other = active === "a" ? "b" : "a";
    const from = world.watch.records.length;
    const told = () => world.watch.records.slice(from).map(({ sentence }) => sentence);
    await fill(other);
    await world.goesOnAlone(active);
    await until("word that it can't be copied", 20_000, () =>
      told().some((one) => one.includes("could not be copied")),
    );
    fs.rmSync(fillerOn(other));
    await world.isWholeAgain();
    expect(world.vm.activeSide).toBe(active);
    expect(
      told().filter((one) => one.includes("is being copied")),
      "told once, however often it is tried",
    ).toHaveLength(1);
  });
});
