import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { HostView, HostVmView } from "@v-available/domain/agent-wire";
import { HIGH_AVAILABILITY, type Protection, UNPROTECTED } from "@v-available/domain/level";
import { Refusal } from "@v-available/domain/refusal";
import type { HostCommand } from "@v-available/pair-protocol/input";
import type { HostState } from "@v-available/pair-protocol/state";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Commands } from "./commands";
import { TaskStore } from "./task-store";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "commands-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A change to High Availability under way, of a machine that was stopped meanwhile. */
async function stoppedInChange(declared: Protection, answer: () => Promise<void>) {
  const tasks = await TaskStore.open(folder, Date.now());
  await tasks.put({
    command: { kind: "vm.protect", vmRef: "vm-1", protection: HIGH_AVAILABILITY },
    vmRef: "vm-1",
    startedAtMs: Date.now(),
    endedAtMs: null,
    observed: { key: "up", state: "running", step: "begin", progressRatio: 0, etaAtMs: null, refusal: null },
    before: UNPROTECTED,
  });
  const seen = { ref: "vm-1", name: "ledger", declared, desiredPower: "off", register: null } as Partial<HostVmView>;
  const asked: HostCommand[] = [];
  const commands = new Commands({
    config: { side: "a" } as AgentConfig,
    tasks,
    log: { info() {}, warn() {}, error() {} } as never,
    state: () => ({ durable: { vms: { "vm-1": { intent: { declared } } } }, vms: {} }) as unknown as HostState,
    view: () => ({ vms: [seen] }) as HostView,
    async decide(_, command) {
      asked.push(command);
      await answer();
    },
    makeLeg: async () => {},
    removeLeg: async () => {},
  });
  await commands.review();
  return { asked, ended: tasks.shown(Date.now())[0] };
}

it("returns a machine to the level before where the change has failed", async () => {
  const { asked, ended } = await stoppedInChange(HIGH_AVAILABILITY, async () => {});
  expect(asked).toMatchObject([{ kind: "protect", vmRef: "vm-1", declared: UNPROTECTED }]);
  const message = "ledger was stopped meanwhile. It is back at Unprotected.";
  expect(ended).toMatchObject({ state: "failed", refusal: { message } });
});

it("says so where the level can't be taken back", async () => {
  const { ended } = await stoppedInChange(HIGH_AVAILABILITY, async () => {
    throw new Refusal({ code: "illegal-transition", message: "ledger is owned by host-b." });
  });
  const message = "ledger was stopped meanwhile. Its level was not taken back: ledger is owned by host-b.";
  expect(ended).toMatchObject({ state: "failed", refusal: { message } });
});

it("leaves a level that somebody has asked for since", async () => {
  const { asked, ended } = await stoppedInChange(UNPROTECTED, async () => {});
  expect([asked, ended?.state]).toEqual([[], "failed"]);
});
