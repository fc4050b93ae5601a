import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * A port nobody listens on now, and nobody is given by chance while its console is down: it lies below those that a
 * system hands out (from 32,768 on Linux, 49,152 elsewhere).
 */
export async function freePort(): Promise<number> {
  const port = 10_240 + Math.floor(Math.random() * 20_000);
  const server = net.createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
  if (!isFree) return freePort();
  server.close();
  await once(server, "close");
  return port;
}

/** `npm start`, as a person would run it. */
export class ConsoleProcess {
  readonly url: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #directory: string;
  #child: ChildProcess | null = null;
  #output = "";

  /** @param directory the repository that is started; this one unless told */
  constructor(env: Readonly<Record<string, string>>, directory = repository) {
    this.#env = env;
    this.#directory = directory;
    this.url = `http://127.0.0.1:${env.PORT}`;
  }

  get output(): string {
    return this.#output;
  }

  /** Of the script that started the server; the server is its child. Null when it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves when the address was printed; rejects with what was printed when it ends before. */
  async start(): Promise<void> {
    this.#output = "";
    const child = spawn(process.execPath, ["scripts/run.mjs", "start"], {
      cwd: this.#directory,
      env: { ...process.env, ...this.#env },
      // A group of its own, so that kill -9 reaches the server and not only the script that started it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.#output += chunk.toString();
        if (this.#output.includes("is ready at")) resolve();
      };
      child.stdout?.on("data", hear);
      child.stderr?.on("data", hear);
      child.once("exit", (code) => reject(new Error(`The console ended with ${code}:\n${this.#output}`)));
    });
  }

  /** Stops its clock: sockets stay open and say nothing. */
  freeze(): void {
    this.#signalAll("SIGSTOP");
  }

  thaw(): void {
    this.#signalAll("SIGCONT");
  }

  #signalAll(signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): void {
    if (this.#child?.pid) process.kill(-this.#child.pid, signal);
  }

  /** Runs until it ends by itself; resolves to its exit code and what it printed. */
  async runToEnd(): Promise<{ code: number | null; output: string }> {
    const started = this.start().catch(() => {});
    const child = this.#child as ChildProcess;
    const [code] = await once(child, "exit");
    await started;
    return { code, output: this.#output };
  }

  async end(signal: "SIGINT" | "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, "exit");
    if (signal === "SIGKILL") this.#signalAll(signal);
    else child.kill(signal);
    const [code] = await exit;
    this.#child = null;
    return code;
  }
}
