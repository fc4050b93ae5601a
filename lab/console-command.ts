import fs from "node:fs";
import path from "node:path";
import { addressFromEnvironment, ensureFree } from "../scripts/run/address.mjs";
import { Sentence } from "../scripts/run/sentence.mjs";
import { qemuConfigFile } from "./agent-setup";
import type { Lab } from "./lab";
import { REPOSITORY } from "./settings";
import { startDetached, until } from "./shell";

/** The first start builds the console, on a slow machine too. */
const START_LIMIT_MS = 300_000;

/** Where the lab's console is or will be. @throws Sentence when another program is there */
export async function consoleAddress(lab: Lab): Promise<{ host: string; port: number; url: string }> {
  const address = addressFromEnvironment();
  if (lab.processes.running("console") === null) {
    await ensureFree(address).catch((error: Error) => {
      throw new Sentence(error.message.replaceAll("npm start", "npm run lab"));
    });
  }
  return address;
}

export interface StartedConsole {
  readonly url: string;
  /** What it printed for whoever is to be its first owner; null where it has one. */
  readonly firstOwner: string | null;
}

/** Starts `npm start` on the lab's hosts, unless it runs, and waits until it answers. */
export async function startConsole(lab: Lab): Promise<StartedConsole> {
  const { host, port, url } = await consoleAddress(lab);
  if (lab.processes.running("console") !== null) return { url, firstOwner: null };
  const logFile = lab.logFile("console");
  const from = fs.existsSync(logFile) ? fs.statSync(logFile).size : 0;
  const pid = startDetached([process.execPath, path.join(REPOSITORY, "scripts", "run.mjs"), "start"], logFile, {
    cwd: REPOSITORY,
    env: {
      ...process.env,
      HOST: host,
      PORT: String(port),
      DATA_DIR: path.join(lab.settings.directory, "console"),
      ORCHESTRATOR: "qemu",
      QEMU_CONFIG: qemuConfigFile(lab.settings),
    },
  });
  lab.processes.add("console", pid);
  const printed = () => fs.readFileSync(logFile).subarray(from).toString().trim();
  const answers = async () => {
    if (lab.processes.running("console") === null)
      throw new Sentence(`The console ended while it started; this is what it printed:\n${printed().slice(-2_000)}`);
    return fetch(`${url}/api/health`).then(
      (response) => response.ok,
      () => false,
    );
  };
  await until(`the console answers on ${url}; its log is ${logFile}`, START_LIMIT_MS, answers, 200);
  return { url, firstOwner: /^Nobody is its owner yet\..*$/m.exec(printed())?.[0] ?? null };
}
