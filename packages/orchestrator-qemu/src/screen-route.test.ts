import { Refusal } from "@v-available/domain/refusal";
import type { ScreenStream } from "@v-available/orchestrator/screen";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { FakeAgent } from "../test/fake-agent";
import { vmView } from "../test/view";
import { eventually, openAgents, orchestratorOn } from "../test/world";
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

/** All that comes down, as text. */
function heardOf(screen: ScreenStream): () => string {
  let text = "";
  void (async () => {
    for await (const bytes of screen.down) text += Buffer.from(bytes).toString("latin1");
  })();
  return () => text;
}
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.detail;
      throw error;
    },
  );

it("carries bytes both ways on a connection of its own, from the first one on", async () => {
  const screen = await orchestrator.openScreen("vm-1");
  expect(screen.side).toBe("a");
  const heard = heardOf(screen);
  await eventually(() => expect(heard()).toBe("RFB 003.008\n"));
  await screen.send(Buffer.from("typed"));
  await eventually(() => expect(heard()).toBe("RFB 003.008\ntyped"));
  screen.close();
  expect(await screen.ended).toBe("closed");
});

it("ends with the machine's process", async () => {
  const screen = await orchestrator.openScreen("vm-1");
  heardOf(screen);
  agents.a.screenSockets[0]?.end();
  expect(await screen.ended).toBe("ended");
  await screen.send(Buffer.from("into nothing"));
});

it("ends as moved when the hosts say that the machine runs on the other one", async () => {
  const screen = await orchestrator.openScreen("vm-1");
  const register = { epoch: 5, owner: "b", inSync: ["a", "b"] } as const;
  const shared = { register: { ...register, inSync: [...register.inSync] } };
  agents.a.show({ vms: [vmView("a", { ...shared, role: "standby", instance: null })] });
  agents.b.show({ vms: [vmView("b", { ...shared, role: "active", instance: "Running" })] });
  expect(await screen.ended).toBe("moved");
  expect((await orchestrator.openScreen("vm-1")).side).toBe("b");
});

it("ends as lost when its host is not heard any more", async () => {
  const screen = await orchestrator.openScreen("vm-1");
  agents.a.hang();
  expect(await screen.ended).toBe("lost");
});

it("follows a machine that has just moved, and stays there until the hosts agree", async () => {
  agents.a.screenAnswer = { code: "conflict", message: "B has it.", field: "vmRef", value: "b" };
  const screen = await orchestrator.openScreen("vm-1");
  expect(screen.side).toBe("b");
  const heard = heardOf(screen);
  agents.a.show({});
  await screen.send(Buffer.from("typed"));
  await eventually(() => expect(heard()).toContain("typed"));
});

it.each([
  ["a machine that does not run", "illegal-transition"],
  ["a machine that the host does not know", "not-found"],
] as const)("carries the agent's own refusal for %s", async (_what, code) => {
  agents.a.screenAnswer = { code, message: "Not here." };
  expect(await refusal(orchestrator.openScreen("vm-1"))).toMatchObject({ code, message: "Not here." });
});

it("refuses a machine that no pair has, an agent that knows no screens, and a host that is not heard", async () => {
  expect(await refusal(orchestrator.openScreen("vm-9"))).toMatchObject({ code: "not-found", value: "vm-9" });
  agents.a.screens = false;
  expect(await refusal(orchestrator.openScreen("vm-1"))).toMatchObject({
    ...{ code: "unsupported", message: expect.stringContaining("older release") },
  });
  agents.a.hang();
  await eventually(async () =>
    expect(await refusal(orchestrator.openScreen("vm-1"))).toMatchObject({ code: "unreachable" }),
  );
});
