import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import { pause } from "./deadline";
import {
  findByArgument,
  forgetIdentity,
  identify,
  isAlive,
  killExactly,
  type ProcessIdentity,
  readIdentity,
  writeIdentity,
} from "./process-identity";

/**
 * A process that outlives the agent: its own session, output to a file, and an identity file by which a restarted agent
 * (or the warden) finds exactly this one again.
 */
export class DetachedProcess {
  readonly identity: ProcessIdentity;
  /** Fulfilled when the process is gone, whoever started it. */
  readonly exited: Promise<void>;
  readonly #identityFile: string;

  private constructor(identity: ProcessIdentity, identityFile: string, exited: Promise<void>) {
    this.identity = identity;
    this.#identityFile = identityFile;
    this.exited = exited;
  }

  static async start(
    program: string,
    args: string[],
    files: { identity: string; log: string },
  ): Promise<DetachedProcess> {
    const log = await open(files.log, "a", 0o600);
    try {
      const child = spawn(program, args, { detached: true, stdio: ["ignore", log.fd, log.fd] });
      await once(child, "spawn");
      const exited = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, "exit");
      child.unref();
      const identity = child.pid === undefined ? null : await identify(child.pid);
      if (!identity) throw new Error(`${program} ended at once: ${await lastLines(files.log)}`);
      await writeIdentity(files.identity, identity);
      return new DetachedProcess(
        identity,
        files.identity,
        exited.then(() => undefined),
      );
    } finally {
      await log.close();
    }
  }

  /**
   * The process that an earlier agent left running, or null.
   * @param argument a word of its command line that no foreign process has, for when the identity file is missing
   */
  static async adopt(identityFile: string, argument: string): Promise<DetachedProcess | null> {
    const written = await readIdentity(identityFile);
    const identity = written && (await isAlive(written)) ? written : ((await findByArgument(argument))[0] ?? null);
    if (!identity) return null;
    await writeIdentity(identityFile, identity);
    const watch = async () => {
      while (await isAlive(identity)) await pause(100);
    };
    return new DetachedProcess(identity, identityFile, watch());
  }

  isAlive(): Promise<boolean> {
    return isAlive(this.identity);
  }

  /** Ends it without asking, and returns when it is gone: from then on it writes nothing. */
  async kill(): Promise<void> {
    await killExactly(this.identity);
    while (await isAlive(this.identity)) await pause(5);
    await forgetIdentity(this.#identityFile);
  }
}

/** The end of a log, for the sentence that says why a process did not start. */
export async function lastLines(file: string, count = 3): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-count).join(" / ");
}
