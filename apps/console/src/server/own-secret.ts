import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Refusal } from "@v-available/domain/refusal";

const NAME = "console-secret";
const SHORTEST = 32;

/** @returns what CONSOLE_SECRET says; null where it is not set. @throws Refusal invalid, where it is too short */
export function consoleSecretFrom({ CONSOLE_SECRET: said }: NodeJS.ProcessEnv): string | null {
  if (!said) return null;
  if (said.length >= SHORTEST) return said;
  throw new Refusal({
    code: "invalid",
    message: `CONSOLE_SECRET has ${said.length} characters; it must have ${SHORTEST} at least.`,
    field: "CONSOLE_SECRET",
    value: "a secret",
    limit: `${SHORTEST} characters at least`,
    remedy: "Set it to something long and random, the same at every console, or leave it out for one of its own.",
  });
}

/** The console's own secret in the data directory, beside the database and not in it; made when it is asked for first. */
export async function ownSecret(dataDirectory: string): Promise<string> {
  const file = path.join(dataDirectory, NAME);
  const kept = ((await written(file)) ?? (await made(file))).trim();
  if (kept.length >= SHORTEST) return kept;
  throw new Refusal({
    code: "invalid",
    message: `${file} has ${kept.length} characters and is no secret of a console.`,
    field: NAME,
    remedy: "Put the file back as it was; or remove it, and let everybody set codes up anew.",
  });
}

const written = (file: string): Promise<string | null> =>
  readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });

/** Under another name first: whoever reads it meanwhile finds all of it or none. */
async function made(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const whole = `${file}.${randomUUID()}`;
  try {
    await writeFile(whole, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600, flush: true });
    await link(whole, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(whole, { force: true });
  }
  // Its own, or of whoever was faster.
  return readFile(file, "utf8");
}
