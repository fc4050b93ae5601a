import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Side } from "@v-available/domain/state";
import { ConsoleProcess, freePort } from "./console-process";
import { signInToDemo } from "./sign-in";
import type { World } from "./world";

interface Injection {
  readonly id: string;
}

/** What only the demo can do to its console. */
export interface DemoWorld extends World {
  freezeConsole(): void;
  thawConsole(): void;
  /** Of all that stands at a site, by the site's name. */
  cutPower(site: string): Promise<void>;
  givePower(site: string): Promise<void>;
  /** Of one host, by its ref. */
  losePower(hostRef: string): Promise<void>;
  givePowerTo(hostRef: string): Promise<void>;
  /** Has a machine, by its ref, started by hand past its token. @returns what joins its hosts again */
  splitBrain(vmRef: string): Promise<() => Promise<void>>;
  /** A comparison of its copies finds that they differ. */
  findDiffering(vmRef: string): Promise<void>;
}

export function demoOf(world: World): DemoWorld {
  if ("freezeConsole" in world) return world as DemoWorld;
  throw new Error("This world is not the demo.");
}

const siteRefOf = (name: string): string => `site-${name.toLowerCase()}`;

/** The demo: what `npm start` runs, broken through its fault lab. Its guests boot in seconds. */
export async function openDemo(): Promise<DemoWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "v-available-demo-"));
  const console_ = new ConsoleProcess({
    PORT: String(await freePort()),
    DATA_DIR: directory,
    SIMULATOR_PACE: "brisk",
    FLEET_PAST_DAYS: "0",
  });
  await console_.start();
  const cookie = await signInToDemo(console_.url);
  const lab = async <Result>(procedure: string, input: unknown): Promise<Result> => {
    const response = await fetch(`${console_.url}/api/trpc/lab.${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify(input),
    });
    const body = (await response.json()) as { result?: { data: Result }; error?: { message: string } };
    if (!body.result) throw new Error(`lab.${procedure} was refused: ${body.error?.message}`);
    return body.result.data;
  };
  const active = new Map<string, string>();
  const inject = async (fault: string, targetRef: string) => {
    const { id } = await lab<Injection>("inject", { fault, targetRef });
    active.set(`${fault} ${targetRef}`, id);
  };
  const clear = async (fault: string, targetRef: string) => {
    const id = active.get(`${fault} ${targetRef}`);
    if (id === undefined) throw new Error(`${fault} on ${targetRef} was not injected by this test.`);
    active.delete(`${fault} ${targetRef}`);
    await lab("clear", { injectionId: id });
  };
  return {
    url: console_.url,
    cookie,
    pair: "lit2",
    machine: "mail-relay",
    hosts: { a: "lit2-a", b: "lit2-b" },
    definition: { memoryMiB: 1024, diskMiB: 1024, image: "debian-12" },
    recoveryMs: 60_000,
    loseHost: (side: Side) => inject("host-power-loss", `host-lit2-${side}`),
    returnHost: (side: Side) => clear("host-power-loss", `host-lit2-${side}`),
    cutLinks: () => inject("availability-links", "pair-lit2"),
    mendLinks: () => clear("availability-links", "pair-lit2"),
    loseWitness: () => inject("witness-lost", "witness-alb"),
    returnWitness: () => clear("witness-lost", "witness-alb"),
    killConsole: async () => void (await console_.end("SIGKILL")),
    startConsole: () => console_.start(),
    cutPower: (site) => inject("site-power", siteRefOf(site)),
    givePower: (site) => clear("site-power", siteRefOf(site)),
    losePower: (hostRef) => inject("host-power-loss", hostRef),
    givePowerTo: (hostRef) => clear("host-power-loss", hostRef),
    splitBrain: async (vmRef) => {
      await inject("split-brain", vmRef);
      return () => clear("split-brain", vmRef);
    },
    // Over once it has happened: there is nothing to clear.
    findDiffering: async (vmRef) => void (await lab("inject", { fault: "verify-mismatch", targetRef: vmRef })),
    freezeConsole: () => console_.freeze(),
    thawConsole: () => console_.thaw(),
    async close() {
      await console_.end("SIGTERM");
      await rm(directory, { recursive: true, force: true });
    },
  };
}
