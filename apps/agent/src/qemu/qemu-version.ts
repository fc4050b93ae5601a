import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Refusal } from "@v-available/domain/refusal";

/** The first version with every command that High Availability uses, and with the machine type of its configuration. */
const OLDEST = { major: 7, minor: 2 } as const;
const WANTED = `${OLDEST.major}.${OLDEST.minor} or later`;

/** @returns the version as QEMU prints it. @throws Error where there is none */
export function readQemuVersion(printed: string): { major: number; minor: number; text: string } {
  const found = /version (\d+)\.(\d+)(?:\.\d+)?/.exec(printed);
  if (!found) throw new Error(`"${printed.split("\n")[0]}" names no version of QEMU.`);
  return { major: Number(found[1]), minor: Number(found[2]), text: found[0].slice("version ".length) };
}

/**
 * Lockstep would need 7.2 exactly, since later versions broke its checkpoints; mirrors and restarts do not.
 * @throws Refusal when the program is missing or too old
 */
export async function checkQemuVersion(program: string): Promise<string> {
  const output = await promisify(execFile)(program, ["--version"], { timeout: 10_000 }).catch((cause: Error) => {
    throw new Refusal(
      { code: "failed", message: `${program} does not run on this host.`, remedy: `Install QEMU ${WANTED}.` },
      { cause },
    );
  });
  const { major, minor, text } = readQemuVersion(output.stdout);
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor))
    throw new Refusal({
      code: "unsupported",
      message: `${program} is version ${text}, and the mirror needs ${WANTED}.`,
      field: "qemu.system",
      value: text,
      limit: WANTED,
      remedy: `Install QEMU ${WANTED}.`,
    });
  return text;
}
