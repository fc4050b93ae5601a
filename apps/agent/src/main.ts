import { mkdir } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Agent } from "./agent";
import { readConfig } from "./config";
import { makeLogger } from "./log";
import { bootId, forgetIdentity, identify, readIdentity, writeIdentity } from "./process-identity";
import { abstractName, agentIdentityFile } from "./watchdog/warden-frame";
import { WatchdogClient } from "./watchdog/watchdog-client";

/** The agent is alone on its state: the kernel frees this name with the process, however that ends. */
async function beAlone(stateDirectory: string): Promise<boolean> {
  const lock = net.createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    lock.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    lock.listen(abstractName("agent", stateDirectory), () => {
      lock.unref();
      resolve(true);
    });
  });
}

async function main(): Promise<void> {
  const configFile = process.argv[2];
  if (!configFile) throw new Error("Give the agent its configuration: main.mjs <config.json>.");
  const config = await readConfig(configFile);
  const log = makeLogger(config.log.level, `agent-${config.side}`);
  await mkdir(config.stateDirectory, { recursive: true, mode: 0o700 });
  if (!(await beAlone(config.stateDirectory)))
    throw new Error(`Another agent is at work on ${config.stateDirectory}. Stop that one first.`);
  const identityFile = agentIdentityFile(config.stateDirectory);
  const before = await readIdentity(identityFile);
  const crashedBefore = before !== null && before.bootId === (await bootId());
  const self = await identify(process.pid);
  if (self) await writeIdentity(identityFile, self);
  const warden = path.join(path.dirname(fileURLToPath(import.meta.url)), "warden.mjs");
  const watchdog = new WatchdogClient(config.stateDirectory, [process.execPath, warden, path.resolve(configFile)]);
  const onBroken = (error: Error) => {
    // A decision that is not durable must not be acted on: start anew from what is on the disk.
    log.error("the agent cannot go on and starts anew", { reason: error.stack ?? error.message });
    process.exit(70);
  };
  const agent = await Agent.start(config, log, watchdog, { onBroken, crashedBefore });
  log.info("the agent is at work", { pid: process.pid, sinceStartMs: Math.round(performance.now()) });
  const stop = async () => {
    // Without this file the warden takes the end for intended.
    await forgetIdentity(identityFile);
    await agent.stop();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
