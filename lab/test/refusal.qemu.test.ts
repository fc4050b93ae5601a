import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY } from "@v-available/domain/level";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { Refusal } from "@v-available/domain/refusal";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostDirectory } from "../agent-setup";
import type { Lab } from "../lab";
import { isMirrored, LabWatch } from "../lab-watch";
import { makeMachine, testMachine } from "../machine-command";
import { processesIn } from "../network";
import { namespace } from "../settings";
import { run } from "../shell";
import { openTestLab } from "./test-lab";

let lab: Lab;
let watch: LabWatch;
beforeAll(async () => {
  lab = await openTestLab();
  await makeMachine(lab.settings, "ledger");
  watch = await LabWatch.open(lab);
  await watch.vmIs("ledger", "is protected", 60_000, isMirrored);
});
afterAll(async () => {
  await watch?.close();
  await lab?.down({ removeState: true });
});

/** Everything that a machine is made of on both hosts: files, tasks, processes, network devices. */
async function remains() {
  const perHost = async (side: "a" | "b") => {
    const folder = hostDirectory(lab.settings, side);
    const list = (name: string) => {
      const at = path.join(folder, name);
      return fs.existsSync(at) ? fs.readdirSync(at, { recursive: true }).map(String).sort() : [];
    };
    const taps = await run("ip", ["-n", namespace(lab.settings, side), "-o", "link", "show", "type", "tun"]);
    return {
      machine: list("machine"),
      run: list("run"),
      task: list("task"),
      taps: taps.split("\n").length,
      processes: (await processesIn(lab.settings, side)).length,
    };
  };
  return { a: await perHost("a"), b: await perHost("b"), machines: [...watch.entities.keys()].sort() };
}

const wrongs: readonly [string, () => Partial<MachineDefinition>, string][] = [
  ["too little memory", () => ({ memoryMiB: 16 }), "memoryMiB"],
  ["more memory than the host has left", () => ({ memoryMiB: 64_000 }), "memoryMiB"],
  ["more vCPUs than the host has cores", () => ({ vcpus: 32 }), "vcpus"],
  ["a disk larger than the host's file system", () => ({ diskMiB: 32 * 1024 * 1024 }), "diskMiB"],
  ["a pair that is not there", () => ({ pairRef: "nowhere" }), "pairRef"],
  ["a host that is not there", () => ({ side: "c" as never }), "side"],
  ["an image that is not there", () => ({ image: "nothing" }), "image"],
  ["the name of another machine", () => ({ name: "ledger" }), "name"],
  ["the MAC of another machine", () => ({ mac: watch.vm("ledger")?.mac ?? "" }), "mac"],
  ["a level that is lacking", () => ({ protection: FAULT_TOLERANCE }), "protection"],
];

it.each(wrongs)("%s is refused with field, value, limit and remedy, and leaves nothing", async (_what, part, field) => {
  const before = await remains();
  const definition = { ...testMachine(lab.settings, "bad", 9), ...part() };
  const refusal = await watch.orchestrator.execute({ kind: "vm.create", definition }, randomUUID()).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(Refusal);
  const { detail } = refusal as Refusal;
  expect(detail.field).toBe(`definition.${field}`);
  expect(detail.value ?? null).not.toBeNull();
  expect(detail.limit).toBeTruthy();
  expect(detail.remedy).toBeTruthy();
  expect(await remains()).toEqual(before);
});

it("a level that is lacking is refused for a machine that runs, and it stays as it is", async () => {
  const vmRef = watch.vm("ledger")?.ref ?? "";
  const before = await remains();
  const asked = watch.orchestrator.execute({ kind: "vm.protect", vmRef, protection: FAULT_TOLERANCE }, randomUUID());
  await expect(asked).rejects.toMatchObject({ detail: { code: "unsupported", field: "protection" } });
  expect(await remains()).toEqual(before);
  expect(watch.vm("ledger")?.declared).toEqual(HIGH_AVAILABILITY);
});

it("a machine that is deleted leaves nothing on either host", async () => {
  const vmRef = watch.vm("ledger")?.ref ?? "";
  await watch.carryOut({ kind: "vm.stop", vmRef }, 30_000);
  await watch.carryOut({ kind: "vm.delete", vmRef }, 30_000);
  const { a, b } = await remains();
  for (const host of [a, b]) {
    expect({ machine: host.machine, run: host.run, taps: host.taps }).toEqual({ machine: [], run: [], taps: 1 });
    // The agent and its watchdog.
    expect(host.processes).toBe(2);
  }
});
