import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { test as base, expect } from "@playwright/test";
import { startTestServer } from "@v-available/db/testing-server";
import { type Machine, machines, record } from "../api";
import { ConsoleProcess, freePort, repository } from "../world/console-process";
import { becomeOwner, storageStateOf } from "../world/sign-in";

/** Consoles that only serve pages, one controller that watches, and PostgreSQL between them. */
interface Deployment {
  /** Starts one more console. */
  console(): Promise<ConsoleProcess>;
  controller(): Promise<ChildProcess>;
}

async function openDeployment(): Promise<Deployment & { close(): Promise<void> }> {
  await promisify(execFile)(process.execPath, ["scripts/bundle.mjs"], { cwd: repository });
  const directory = await mkdtemp(path.join(os.tmpdir(), "v-available-postgres-"));
  const server = await startTestServer();
  const fleet = { SIMULATOR_PACE: "brisk", FLEET_PAST_DAYS: "0" };
  const env = { DATABASE_URL: server.urlOf("postgres"), DATA_DIR: directory, ...fleet };
  const consoles: ConsoleProcess[] = [];
  const controllers: ChildProcess[] = [];
  return {
    async console() {
      const one = new ConsoleProcess({ ...env, CONTROLLER: "external", PORT: String(await freePort()) });
      consoles.push(one);
      await one.start();
      return one;
    },
    async controller() {
      const one = spawn(process.execPath, ["apps/controller/dist/main.mjs"], {
        cwd: repository,
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "inherit"],
      });
      controllers.push(one);
      let said = "";
      await new Promise<void>((resolve, reject) => {
        one.stdout?.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes("The controller leads.")) resolve();
        });
        one.once("exit", (code) => reject(new Error(`The controller ended with ${code}:\n${said}`)));
      });
      return one;
    },
    async close() {
      for (const one of consoles) await one.end("SIGKILL");
      for (const one of controllers) one.kill("SIGKILL");
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const test = base.extend<{ deployment: Deployment }>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the parameters of a fixture from this pattern
  deployment: async ({}, use) => {
    const deployment = await openDeployment();
    await use(deployment);
    await deployment.close();
  },
});

test("on PostgreSQL a task asked for at one console is carried out by the controller and seen at another", async ({
  page,
  deployment,
}) => {
  test.slow();
  const controller = await deployment.controller();
  const consoles = [await deployment.console(), await deployment.console()] as const;
  const cookie = await becomeOwner(consoles[0].url, consoles[0].output);
  const [here, there] = [
    { url: consoles[0].url, cookie },
    { url: consoles[1].url, cookie },
  ];
  await page.context().addCookies(storageStateOf(here.url, cookie).cookies);
  const fleet = async (): Promise<Machine[]> => machines(there);
  await expect.poll(async () => (await fleet()).length, { message: "machines that the controller has found" }).toBe(60);

  const machine = (await fleet()).find(({ name }) => name === "tide-log") as Machine;
  await page.goto(`${here.url}/machines/${machine.id}`);
  await expect(page.getByText(/^observed \d/)).toBeAttached();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: `Stop ${machine.name}` }).click();
  await expect(page.getByRole("region", { name: /, active$/ })).toContainText("off, as asked", { timeout: 30_000 });
  expect((await fleet()).find(({ id }) => id === machine.id)?.power, "at the other console").toBe("off");

  await test.step("a controller that is killed is followed by another, which goes on without a gap", async () => {
    const before = await record(there);
    controller.kill("SIGKILL");
    await once(controller, "exit");
    await deployment.controller();
    // The page was without news for a while. What it said of that goes away when there is some, and the buttons move up.
    const leadsAtMs = Date.now();
    const observedAtMs = async () => (await fleet()).find(({ id }) => id === machine.id)?.headline.observedAtMs;
    await expect.poll(observedAtMs, { message: "heard of by the new controller" }).toBeGreaterThan(leadsAtMs);
    await expect(page.getByText("Unknown.", { exact: true })).toBeHidden();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await expect(page.getByRole("region", { name: /, active$/ })).toContainText("Running", { timeout: 30_000 });
    const after = await record(there);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map(({ sequence }) => sequence)).toEqual(after.map((_, index) => index + 1));
  });
});
