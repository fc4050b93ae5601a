import { spawn } from "node:child_process";
import path from "node:path";
import { Sentence } from "../scripts/run/sentence.mjs";
import type { Lab } from "./lab";
import { machineNamed } from "./look";
import { namespace, PORTS, REPOSITORY } from "./settings";
import { inNamespace, run } from "./shell";

const entry = (name: string) => [process.execPath, "--import", "tsx", path.join(REPOSITORY, "lab", name)];

/** The command line of a writer in the client's namespace. */
export const writerArgv = (lab: Lab, host: string, format: "text" | "json", gapMs = 500): string[] =>
  inNamespace(namespace(lab.settings, "client"), [
    ...entry("write.ts"),
    ...[host, String(PORTS.guest), format, String(gapMs)],
  ]);

/** Says one line to a test machine, from the client's namespace. @returns what it answered */
export async function sayTo(lab: Lab, host: string, line: string): Promise<string> {
  const argv = [...entry("say.ts"), host, String(PORTS.guest), line];
  const [command = "", ...args] = inNamespace(namespace(lab.settings, "client"), argv);
  return (await run(command, args)).trim();
}

export async function writeInForeground(lab: Lab, name: string): Promise<void> {
  const vm = await machineNamed(lab.settings, name);
  if (vm === null) throw new Sentence(`There is no machine ${name}. Make it: npm run lab -- machine ${name}`);
  if (vm.ip === null) throw new Sentence(`The machine ${name} has no address to write to.`);
  console.log(`Writing to ${name} at ${vm.ip}. Ctrl-C ends it.`);
  const [command = "", ...args] = writerArgv(lab, vm.ip, "text");
  const child = spawn(command, args, { stdio: "inherit", cwd: REPOSITORY });
  // Ctrl-C reaches the writer by itself; this process stays until the summary is printed.
  process.on("SIGINT", () => {});
  await new Promise((resolve) => child.on("close", resolve));
}
