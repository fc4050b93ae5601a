import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Refusal } from "@v-available/domain/refusal";

/** The sequences of the agent were measured on 7.2, and later versions broke some of them. */
const WANTED = "7.2";

/** @throws Refusal when the program is missing or of another version */
export async function checkQemuVersion(program: string): Promise<string> {
  const output = await promisify(execFile)(program, ["--version"], { timeout: 10_000 }).catch((cause: Error) => {
    throw new Refusal(
      { code: "failed", message: `${program} does not run on this host.`, remedy: `Install QEMU ${WANTED}.` },
      { cause },
    );
  });
  const version = /version (\d+\.\d+)(\.\d+)?/.exec(output.stdout);
  if (version?.[1] !== WANTED)
    throw new Refusal({
      code: "unsupported",
      message: `${program} is version ${version?.[1] ?? "unknown"}, and the mirror needs ${WANTED}.`,
      field: "qemu.system",
      value: version?.[1] ?? null,
      limit: WANTED,
      remedy: `Install QEMU ${WANTED}.`,
    });
  return `${version[1]}${version[2] ?? ""}`;
}
