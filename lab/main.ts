import fs from "node:fs";
import path from "node:path";
import type { Side } from "@v-available/domain/state";
import { qemuConfigFile } from "./agent-setup";
import { Lab } from "./lab";
import { makeMachine } from "./machine-command";
import { CUT_GROUPS, CUTS, cutsOf, networkExists } from "./network";
import { installMissing, obstacle } from "./requirement";
import { labSettings, namespace, REPOSITORY } from "./settings";
import { startDetached, until } from "./shell";
import { describe } from "./status";
import { writeInForeground } from "./write-command";

const USAGE = `npm run lab                          starts the lab and the console on it
npm run lab -- status                what runs, what is cut, what the hosts say
npm run lab -- machine <name>        makes one more machine at High Availability ("ledger" is made at the start)
npm run lab -- write [machine]       writes without pause and counts what was acknowledged and lost; Ctrl-C ends it
npm run lab -- kill a|b              pulls the plug: cables dark, then kill -9 of machines, agent and watchdog
npm run lab -- revive a|b            power again
npm run lab -- kill-agent a|b        kill -9 of the agent alone; its watchdog starts it anew
npm run lab -- kill|revive witness
npm run lab -- kill|revive console
npm run lab -- cut|mend <cable>      ${[...Object.keys(CUT_GROUPS), ...CUTS].join(", ")}
npm run lab -- down [--keep]         ends it all and removes its folder, or keeps the folder`;

const settings = labSettings();
const sideOf = (text: string | undefined): Side | null => (text === "a" || text === "b" ? text : null);

class Usage extends Error {}

async function main([verb = "up", object, ...rest]: readonly string[]): Promise<void> {
  const reason = obstacle();
  if (reason !== null) throw new Usage(reason);
  const lab = new Lab(settings);
  if (verb === "down") {
    await lab.down({ removeState: object !== "--keep" });
    console.log(object === "--keep" ? `Ended. ${settings.directory} is kept.` : "Ended; nothing is left behind.");
    return;
  }
  if (verb === "up" || verb === "hosts") return up(lab, verb === "up");
  if (!(await networkExists(settings))) throw new Usage("No lab runs. Start it with: npm run lab");
  const side = sideOf(object);
  switch (verb) {
    case "status":
      return console.log(await describe(lab));
    case "machine":
      if (object === undefined) break;
      await makeMachine(settings, object);
      return console.log(`Machine ${object} is there.`);
    case "write":
      return writeInForeground(lab, object ?? "ledger");
    case "kill":
      if (side) await lab.pullPlug(side);
      else if (object === "witness") lab.killWitness();
      else if (object === "console") lab.processes.killGroup("console");
      else break;
      return console.log(`Killed ${side ? `host ${side}` : `the ${object}`}.`);
    case "revive":
      if (side) await lab.revive(side);
      else if (object === "witness") await lab.startWitness();
      else if (object === "console") await startConsole(lab);
      else break;
      return console.log(`${side ? `Host ${side}` : `The ${object}`} runs again.`);
    case "kill-agent":
      if (!side) break;
      lab.killAgent(side);
      return console.log(`Killed the agent of host ${side}; its machines go on.`);
    case "cut":
    case "mend": {
      const cuts = cutsOf(object ?? "");
      if (cuts === null) break;
      await lab[verb](cuts);
      return console.log(`${verb === "cut" ? "Cut" : "Mended"}: ${cuts.join(", ")}.`);
    }
  }
  throw new Usage(`"${[verb, object, ...rest].filter(Boolean).join(" ")}" is not a command of the lab.\n\n${USAGE}`);
}

async function up(lab: Lab, withConsole: boolean): Promise<void> {
  installMissing(console.log);
  const timing = process.env.LAB_TIMING === undefined ? {} : JSON.parse(process.env.LAB_TIMING);
  await lab.up(timing);
  console.log(
    `Two hosts (${namespace(settings, "a")}, ${namespace(settings, "b")}) and their witness run; state in ${path.relative(process.cwd(), settings.directory)}.`,
  );
  if (!withConsole) return;
  console.log("Making the machine ledger at High Availability …");
  await makeMachine(settings, "ledger");
  const url = await startConsole(lab);
  console.log(`\nThe console: ${url}\n\nTry, each in a second terminal:\n\n${USAGE}\n`);
}

async function startConsole(lab: Lab): Promise<string> {
  const host = process.env.HOST ?? "127.0.0.1";
  const port = process.env.PORT ?? "3000";
  const url = `http://${host}:${port}`;
  if (lab.processes.running("console") !== null) return url;
  console.log("Starting the console …");
  const pid = startDetached(
    [process.execPath, path.join(REPOSITORY, "scripts", "run.mjs"), "start"],
    lab.logFile("console"),
    {
      cwd: REPOSITORY,
      env: {
        ...process.env,
        HOST: host,
        PORT: port,
        DATA_DIR: path.join(settings.directory, "console"),
        ORCHESTRATOR: "qemu",
        QEMU_CONFIG: qemuConfigFile(settings),
      },
    },
  );
  lab.processes.add("console", pid);
  await until(
    `the console answers on ${url}; its log is ${lab.logFile("console")}`,
    240_000,
    async () => {
      if (lab.processes.running("console") === null)
        throw new Error(fs.readFileSync(lab.logFile("console"), "utf8").slice(-2000));
      return fetch(url, { redirect: "manual" }).then(
        (r) => r.status < 500,
        () => false,
      );
    },
    500,
  );
  return url;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Usage ? error.message : error);
  process.exitCode = 1;
});
