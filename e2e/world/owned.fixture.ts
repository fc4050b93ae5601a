import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test as base } from "@playwright/test";
import { startTestServer } from "@v-available/db/testing-server";
import { ConsoleProcess, freePort } from "./console-process";

/** A console that is no demo: it serves what a controller writes, and nobody has been there. */
export const test = base.extend<{ env: Readonly<Record<string, string>>; console_: ConsoleProcess }>({
  /** What it is started with besides. */
  env: [{}, { option: true }],
  console_: async ({ env }, use) => {
    const directory = await mkdtemp(path.join(os.tmpdir(), "v-available-owned-"));
    const server = await startTestServer();
    const console_ = new ConsoleProcess({
      PORT: String(await freePort()),
      DATA_DIR: directory,
      DATABASE_URL: server.urlOf("postgres"),
      CONTROLLER: "external",
      ...env,
    });
    await console_.start();
    await use(console_);
    await console_.end("SIGKILL");
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  },
});
