import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ConsoleProcess, freePort } from "./console-process";
import { signInToDemo } from "./sign-in";

/** A Friday noon: nothing is near the end of a day, a month or a year. */
export const STILL_AT_MS = Date.UTC(2026, 4, 15, 12, 0, 0);
const CLOCK = path.join(path.dirname(fileURLToPath(import.meta.url)), "still-clock.cjs");

export interface StillWorld {
  readonly url: string;
  readonly cookie: string;
  close(): Promise<void>;
}

/**
 * The demo on a fleet with a past, at a moment that does not pass: neither for the console nor for its simulated fleet, whose
 * past is the same at every run.
 */
export async function openStill(): Promise<StillWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "v-available-still-"));
  const console_ = new ConsoleProcess({
    PORT: String(await freePort()),
    DATA_DIR: directory,
    FLEET_PAST_DAYS: "14",
    TZ: "UTC",
    STILL_AT_MS: String(STILL_AT_MS),
    NODE_OPTIONS: `--require ${JSON.stringify(CLOCK)}`,
  });
  await console_.start();
  return {
    url: console_.url,
    cookie: await signInToDemo(console_.url),
    async close() {
      await console_.end("SIGTERM");
      await rm(directory, { recursive: true, force: true });
    },
  };
}
