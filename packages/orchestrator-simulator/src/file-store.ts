import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { PartFile, type PartsRef } from "./part-file";
import type { LoggedInput, SimulatorStore } from "./store";

/**
 * A simulated world in a folder: `world.json`, replaced as a whole, which names how much of a file of parts belongs to it,
 * and `inputs.jsonl`, which only grows while the process lives. Of a last line that was cut short by a crash nothing was
 * ever answered, so it is left out.
 */
export function fileStore(folder: string): SimulatorStore & { close(): void } {
  mkdirSync(folder, { recursive: true });
  const imagePath = join(folder, "world.json");
  const inputsPath = join(folder, "inputs.jsonl");
  let inputs: number | null = null;
  let parts: PartFile | null = null;
  const saveHead = async (head: string, ref: PartsRef) => {
    const next = await open(`${imagePath}.next`, "w");
    try {
      await next.writeFile(`${JSON.stringify(ref)}\n${head}`);
      await next.sync();
    } finally {
      await next.close();
    }
    await rename(`${imagePath}.next`, imagePath);
  };
  return {
    load() {
      if (!existsSync(imagePath)) {
        // Inputs of a world that was taken away: another one numbers its own from the beginning.
        rmSync(inputsPath, { force: true });
        return null;
      }
      const text = readFileSync(imagePath, "utf8");
      const inputsKept = existsSync(inputsPath) ? readInputs(readFileSync(inputsPath, "utf8")) : [];
      const end = text.indexOf("\n");
      // Worlds were written down before as one text.
      if (end < 0) return { image: text, inputs: inputsKept };
      parts = new PartFile(folder, JSON.parse(text.slice(0, end)));
      return { image: { head: text.slice(end + 1), parts: parts.read() }, inputs: inputsKept };
    },
    appendInput(input) {
      inputs ??= openSync(inputsPath, "a");
      writeSync(inputs, `\n${JSON.stringify(input)}`);
      fsyncSync(inputs);
    },
    async saveImage(image) {
      parts ??= new PartFile(folder, null);
      parts.append(image.parts);
      await parts.sync();
      await saveHead(image.head, parts.ref);
      if (!parts.isMostlyStale) return;
      const old = parts;
      parts = old.renewed();
      await parts.sync();
      await saveHead(image.head, parts.ref);
      old.remove();
    },
    close() {
      if (inputs !== null) closeSync(inputs);
      inputs = null;
      parts?.close();
    },
  };
}

/** A folder beside the one of a world, in which another one is made until it can take that place in one step. */
export function folderAside(folder: string) {
  const aside = `${folder}.made-aside`;
  return {
    folder: aside,
    isWhole: (): boolean => existsSync(join(aside, "world.json")),
    clear: (): void => rmSync(aside, { recursive: true, force: true }),
    take(): void {
      rmSync(folder, { recursive: true, force: true });
      renameSync(aside, folder);
    },
  };
}

/** Whether a world is kept there. */
export const isKept = (folder: string): boolean => existsSync(join(folder, "world.json"));

/** Each line begins with its own line break: one that was torn by a crash can't spoil the next. */
function readInputs(text: string): LoggedInput[] {
  const inputs: LoggedInput[] = [];
  for (const line of text.split("\n")) {
    if (!line.endsWith("}")) continue;
    try {
      inputs.push(JSON.parse(line));
    } catch (error) {
      // Torn lines were never answered. Their number is then given again, so the later one of a number counts.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return inputs;
}
