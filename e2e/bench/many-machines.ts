import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { ConsoleProcess, freePort, repository } from "../world/console-process";
import { becomeOwner } from "../world/sign-in";

/** A console on 50,000 machines of which nobody says anything new: what is measured is the page and its questions. */
export interface ManyMachines {
  readonly url: string;
  readonly cookie: string;
  close(): Promise<void>;
}

export async function openManyMachines(): Promise<ManyMachines> {
  const directory = await mkdtemp(path.join(os.tmpdir(), "v-available-bench-list-"));
  const tsx = path.join(repository, "node_modules", ".bin", "tsx");
  const database = spawn(tsx, ["packages/control-plane/test/many-machines.ts"], {
    cwd: repository,
    stdio: ["pipe", "pipe", "inherit"],
  });
  let console_: ConsoleProcess | null = null;
  const close = async (): Promise<void> => {
    await console_?.end("SIGKILL");
    if (database.exitCode === null) {
      database.stdin.end();
      await once(database, "exit");
    }
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const lines = createInterface(database.stdout);
    const [address] = (await Promise.race([once(lines, "line"), once(database, "exit").then(() => [])])) as string[];
    if (address === undefined) throw new Error("The database of 50,000 machines was not made.");
    console_ = new ConsoleProcess({
      DATABASE_URL: address,
      DATA_DIR: directory,
      CONTROLLER: "external",
      PORT: String(await freePort()),
    });
    await console_.start();
    const cookie = await becomeOwner(console_.url, console_.output);
    return { url: console_.url, cookie, close };
  } catch (error) {
    await close();
    throw error;
  }
}
