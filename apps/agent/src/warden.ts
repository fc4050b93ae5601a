import path from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "./config";
import { makeLogger } from "./log";
import { Warden } from "./watchdog/warden-process";

async function main(): Promise<void> {
  const configFile = process.argv[2];
  if (!configFile) throw new Error("Give the warden its configuration: warden.mjs <config.json>.");
  const config = await readConfig(configFile);
  const log = makeLogger(config.log.level, `warden-${config.side}`);
  const agent = path.join(path.dirname(fileURLToPath(import.meta.url)), "main.mjs");
  const warden = new Warden({
    stateDirectory: config.stateDirectory,
    agentCommand: [process.execPath, agent, path.resolve(configFile)],
    log: log.warn,
  });
  // A closed terminal must not end the watch; being asked to end, does.
  process.on("SIGHUP", () => undefined);
  const ran = await warden.run();
  if (!ran) log.info("another warden is at work");
  process.exit(0);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
