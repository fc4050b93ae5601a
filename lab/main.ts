import path from "node:path";
import { Refusal } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import { Sentence } from "../scripts/run/sentence.mjs";
import { consoleAddress, startConsole } from "./console-command";
import { Lab } from "./lab";
import { makeMachine } from "./machine-command";
import { MEASUREMENTS, measure } from "./measure";
import { CUT_GROUPS, CUTS, cutsOf, networkExists } from "./network";
import { installMissing, obstacle } from "./requirement";
import { isWitness, labSettings, namespace } from "./settings";
import { describe } from "./status";
import { writeInForeground } from "./write-command";

const USAGE = `npm run lab                          starts the lab and the console on it
npm run lab -- status                what runs, what is cut, what the hosts say
npm run lab -- machine <name>        makes one more machine at High Availability ("ledger" is made at the start)
npm run lab -- write [machine]       writes without pause and counts what was acknowledged and lost; Ctrl-C ends it
npm run lab -- kill a|b              pulls the plug: cables dark, then kill -9 of machines, agent and watchdog
npm run lab -- revive a|b            power again
npm run lab -- kill-agent a|b        kill -9 of the agent alone; its watchdog starts it anew
npm run lab -- kill|revive witness   or alternate, in a lab that was started with LAB_WITNESSES=2
npm run lab -- kill|revive console
npm run lab -- cut|mend <cable>      ${[...Object.keys(CUT_GROUPS), ...CUTS].join(", ")}
npm run lab -- measure [what] [runs] what: ${MEASUREMENTS.join(", ")}; prints the table of all runs so far
npm run lab -- down [--keep]         ends it all and removes its folder, or keeps the folder`;

type Verb = (lab: Lab, object: string | undefined, amount: string | undefined) => Promise<string | null>;
const sideOf = (text: string | undefined): Side | null => (text === "a" || text === "b" ? text : null);
const name = (side: Side) => `Host ${side.toUpperCase()}`;

/** Each answers with what it did or found done already; null when it does not know its object. */
const VERBS: Readonly<Record<string, Verb>> = {
  status: describe,
  async machine(lab, object) {
    if (object === undefined) return null;
    const made = await makeMachine(lab.settings, object);
    return made ? `The machine ${object} runs at High Availability.` : `The machine ${object} is there already.`;
  },
  async write(lab, object = "ledger") {
    await writeInForeground(lab, object);
    return "";
  },
  async kill(lab, object) {
    const side = sideOf(object);
    if (side) {
      if (await lab.isOff(side)) return `${name(side)} is off already. Power again: npm run lab -- revive ${side}`;
      await lab.pullPlug(side);
      return `${name(side)} has lost its power. Power again: npm run lab -- revive ${side}`;
    }
    if (!isWitness(object) && object !== "console") return null;
    const killed = await (isWitness(object) ? lab.killWitness(object) : lab.killConsole());
    return `The ${object} ${killed ? "is killed" : "was not running"}. Start it: npm run lab -- revive ${object}`;
  },
  async revive(lab, object) {
    const side = sideOf(object);
    if (side) {
      const wasOff = await lab.isOff(side);
      await lab.revive(side);
      return wasOff ? `${name(side)} runs again.` : `${name(side)} runs already.`;
    }
    if (!isWitness(object) && object !== "console") return null;
    if (lab.processes.running(object) !== null) return `The ${object} runs already.`;
    if (isWitness(object)) await lab.startWitness(object);
    else console.log(`The console answers on ${(await startConsole(lab)).url}`);
    return `The ${object} runs again.`;
  },
  async "kill-agent"(lab, object) {
    const side = sideOf(object);
    if (!side) return null;
    if (!lab.killAgent(side)) return `The agent of host ${side.toUpperCase()} was not running.`;
    return `The agent of host ${side.toUpperCase()} is killed; its machines go on, and its watchdog starts it anew.`;
  },
  async cut(lab, object) {
    const cuts = cutsOf(object ?? "");
    if (cuts === null) return null;
    await lab.cut(cuts);
    return `Cut: ${lab.cuts().join(", ")}. Mend: npm run lab -- mend ${object}`;
  },
  async measure(lab, object, amount) {
    const which = MEASUREMENTS.filter((measurement) => object === undefined || object === measurement);
    const runs = amount === undefined ? null : Number(amount);
    if (which.length === 0 || (runs !== null && !(Number.isInteger(runs) && runs > 0))) return null;
    return measure(lab, which, runs);
  },
  async mend(lab, object) {
    const cuts = cutsOf(object ?? "");
    if (cuts === null) return null;
    await lab.mend(cuts);
    return `Mended: ${cuts.join(", ")}. Still cut: ${lab.cuts().join(", ") || "nothing"}.`;
  },
};

async function main([verb = "up", object, amount, ...rest]: readonly string[]): Promise<void> {
  if (verb === "help" || verb === "--help") return console.log(USAGE);
  const unknown = `"${[verb, object, amount, ...rest].filter(Boolean).join(" ")}" is not a command of the lab.\n\n${USAGE}`;
  const known = verb in VERBS || ["up", "hosts", "down"].includes(verb);
  if (!known || rest.length > 0 || (amount !== undefined && verb !== "measure")) throw new Sentence(unknown);
  const reason = obstacle();
  if (reason !== null) throw new Sentence(reason);
  const settings = labSettings();
  const lab = new Lab(settings);
  if (verb === "down") {
    const keep = object === "--keep";
    await lab.down({ removeState: !keep });
    return console.log(keep ? `Ended. ${settings.directory} is kept.` : "Ended; nothing is left behind.");
  }
  if (verb === "up" || verb === "hosts") return up(lab, verb === "up");
  if (!(await networkExists(settings))) throw new Sentence("No lab runs. Start it with: npm run lab");
  const answer = await VERBS[verb]?.(lab, object, amount);
  if (answer === null || answer === undefined) throw new Sentence(unknown);
  if (answer !== "") console.log(answer);
}

async function up(lab: Lab, withConsole: boolean): Promise<void> {
  const { settings } = lab;
  // Before anything is made: what can't end well must not begin.
  if (withConsole) await consoleAddress(lab);
  installMissing(console.log);
  const timing = process.env.LAB_TIMING === undefined ? {} : JSON.parse(process.env.LAB_TIMING);
  await lab.up(timing);
  const hosts = `${namespace(settings, "a")}, ${namespace(settings, "b")}`;
  console.log(
    `Two hosts (${hosts}) and their witness run; state in ${path.relative(process.cwd(), settings.directory)}.`,
  );
  if (!withConsole) return;
  console.log("Making the machine ledger at High Availability …");
  await makeMachine(settings, "ledger");
  console.log("Starting the console …");
  const { url, firstOwner } = await startConsole(lab);
  console.log(`\nThe console: ${url}\n${firstOwner ?? ""}\n\nTry, each in a second terminal:\n\n${USAGE}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // A sentence and a refusal are meant for the reader; anything else is a defect and shows its stack.
  const isSentence = error instanceof Error && (error.name === "Sentence" || error instanceof Refusal);
  const remedy = error instanceof Refusal && error.detail.remedy ? ` ${error.detail.remedy}` : "";
  console.error(isSentence ? `${error.message}${remedy}` : error);
  process.exitCode = 1;
});
