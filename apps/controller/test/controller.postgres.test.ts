import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Desk, openDesk } from "@v-available/control-plane/control-plane";
import { systemClock } from "@v-available/control-plane/environment";
import { verifyEvents } from "@v-available/control-plane/event/seal";
import { type Database, openDatabase } from "@v-available/db/database";
import { event } from "@v-available/db/schema/event";
import { startTestServer, type TestServer } from "@v-available/db/testing-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { bundle } from "../../../scripts/bundle.mjs";

const FROM = { address: "192.0.2.1", agent: "a test" };
const OPERATOR = { role: "owner", name: "Ada", sites: "all", personId: null, from: FROM } as const;
const MAIN = fileURLToPath(new URL("../dist/main.mjs", import.meta.url));
const silent = { info() {}, warn() {}, error() {} };

let server: TestServer;
let folder: string;
let db: Database;
let desk: Desk;
const controllers: Controller[] = [];

class Controller {
  readonly process: ChildProcess;
  said = "";

  constructor() {
    this.process = spawn(process.execPath, [MAIN], {
      env: {
        ...process.env,
        DATABASE_URL: server.urlOf("postgres"),
        DATA_DIR: folder,
        SIMULATOR_PACE: "brisk",
        FLEET_PAST_DAYS: "0",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on("data", (chunk: Buffer) => {
        this.said += chunk;
      });
    controllers.push(this);
  }
  get leads(): boolean {
    return this.said.includes("The controller leads.");
  }
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill(signal);
    await ended;
  }
}

const within = (ms: number, holds: () => unknown) => vi.waitFor(holds, { timeout: ms, interval: 50 });
const keyOf = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

beforeAll(async () => {
  await bundle(["apps/controller"]);
  server = await startTestServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "v-available-controller-"));
  db = await openDatabase({ kind: "postgres", url: server.urlOf("postgres") });
  const setting = { version: "test", organisation: "Test", demo: false };
  desk = await openDesk({ db, clock: systemClock, log: silent, orchestrators: [], setting });
});
afterEach(async () => {
  await Promise.all(controllers.splice(0).map((one) => one.kill("SIGKILL")));
  await desk.stop();
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const heardAgoMs = async () => {
  const { adapters, nowMs } = await desk.queries.systemInfo();
  return nowMs - (adapters[0]?.observedAtMs ?? 0);
};

it("leads, carries out what a console asks, is followed by another when killed, and nothing is doubled or missing", {
  timeout: 120_000,
}, async () => {
  const first = new Controller();
  await within(30_000, () => expect(first.leads, first.said).toBe(true));
  await within(20_000, async () => expect(await desk.queries.machineList()).toHaveLength(60));
  const second = new Controller();
  await within(20_000, () => expect(second.said).toContain("stands by"));
  expect(second.leads).toBe(false);

  const machine = (await desk.queries.machineList()).find(({ declaredStop }) => declaredStop === "unprotected");
  if (!machine) throw new Error("the demo has no unprotected machine");
  const asked = await desk.verbs.stopMachine({ machineId: machine.id, taskKey: keyOf(1) }, OPERATOR);
  expect(asked.state).not.toBe("failed");
  await within(20_000, async () => expect((await desk.queries.task(asked.id)).state).toBe("succeeded"));

  const killedAt = Date.now();
  await first.kill("SIGKILL");
  await within(15_000, () => expect(second.leads, second.said).toBe(true));
  const takeoverMs = Date.now() - killedAt;
  await within(15_000, async () => expect(await heardAgoMs()).toBeLessThan(1_500));
  console.info(`takeover after kill -9: leads after ${takeoverMs} ms, heard again after ${Date.now() - killedAt} ms`);

  await desk.verbs.startMachine({ machineId: machine.id, taskKey: keyOf(2) }, OPERATOR);
  await within(20_000, async () =>
    expect((await desk.queries.machineList()).find(({ id }) => id === machine.id)?.power).toBe("on"),
  );

  // The database is gone for a while: the leader finds it again and goes on where it was.
  await server.kill();
  await server.start();
  await within(30_000, async () => expect(await heardAgoMs()).toBeLessThan(1_500));
  expect(await desk.queries.machineList()).toHaveLength(60);

  const events = await db.read((tx) => tx.select().from(event).orderBy(event.sequence));
  expect(verifyEvents(events)).toEqual({ intact: true, count: events.length });
  const told = events.filter(({ source }) => source !== null).map((row) => `${row.source} ${row.sourceSequence}`);
  expect(new Set(told).size).toBe(told.length);
  expect(events.filter(({ type }) => type === "record.gap")).toEqual([]);

  await second.kill("SIGTERM");
  expect(second.process.exitCode).toBe(0);
  expect(second.said).toContain("no longer leads");

  // Nobody carries out what is asked now: the answer says so, and comes all the same.
  const began = Date.now();
  const waiting = await desk.verbs
    .stopMachine({ machineId: machine.id, taskKey: keyOf(3) }, OPERATOR)
    .catch((error: unknown) => error as { detail?: unknown });
  expect(Date.now() - began).toBeLessThan(8_000);
  expect(waiting).toMatchObject({ state: "running", step: "wait for a controller" });
  const third = new Controller();
  await within(30_000, async () => expect((await desk.queries.task(asked.id)).state).toBe("succeeded"));
  await within(30_000, async () =>
    expect((await desk.queries.machineList()).find(({ id }) => id === machine.id)?.power, third.said).toBe("off"),
  );
});

it("says in one sentence that it has no database to work on", async () => {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
  expect(said).toBe("DATABASE_URL is not set. Set it to the address of a PostgreSQL 15 or newer.\n");
});
