import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { Sentence } from "../scripts/run/sentence.mjs";
import { REPOSITORY } from "./settings";
import { run } from "./shell";

const SOURCES = path.join(REPOSITORY, "lab", "guest");

export interface GuestFiles {
  readonly kernel: string;
  readonly initrd: string;
}

/** The test machine's kernel and initrd; built once for all labs, again when its source changed. */
export async function guestFiles(cache = path.join(REPOSITORY, ".lab", "guest")): Promise<GuestFiles> {
  const hash = createHash("sha256");
  for (const name of fs.readdirSync(SOURCES).sort())
    hash.update(name).update(fs.readFileSync(path.join(SOURCES, name)));
  const target = path.join(cache, hash.digest("hex").slice(0, 16));
  if (!fs.existsSync(target)) {
    await run(path.join(SOURCES, "build.sh"), [target]).catch((error: Error) => {
      throw new Sentence(`The test machine was not built. It needs Debian's apt-get and gcc: ${error.message}`);
    });
  }
  return { kernel: path.join(target, "vmlinuz"), initrd: path.join(target, "initrd.gz") };
}

export interface GuestStatus {
  readonly name: string;
  readonly boot: string;
  readonly counter: number;
  readonly sequence: number;
  readonly uptimeMs: number;
}

/** One connection to a test machine: a line asked, a line answered, in order. Only from inside the lab's LAN. */
export class GuestConnection {
  readonly #socket: net.Socket;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }[] = [];
  #rest = "";

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setEncoding("utf8").on("data", (text: string) => this.#take(text));
    socket.on("close", () => this.#fail(new Error("The machine closed the connection.")));
  }

  static open(host: string, port: number, limitMs: number): Promise<GuestConnection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, noDelay: true });
      const timer = setTimeout(() => socket.destroy(new Error(`No answer from ${host} in ${limitMs} ms.`)), limitMs);
      socket.on("error", reject);
      socket.once("connect", () => {
        clearTimeout(timer);
        resolve(new GuestConnection(socket));
      });
      socket.once("close", () => clearTimeout(timer));
    });
  }

  ask(line: string, limitMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      // A late answer would be taken for the next one's: a connection that missed one is of no more use.
      const timer = setTimeout(
        () => this.#socket.destroy(new Error(`No answer to "${line}" in ${limitMs} ms.`)),
        limitMs,
      );
      this.#waiting.push({ resolve, reject, timer });
      this.#socket.write(`${line}\n`);
    });
  }

  async status(limitMs: number): Promise<GuestStatus> {
    return JSON.parse(await this.ask("status", limitMs)) as GuestStatus;
  }

  close() {
    this.#socket.destroy();
  }

  #take(text: string) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const first = this.#waiting.shift();
      if (first === undefined) continue;
      clearTimeout(first.timer);
      first.resolve(line);
    }
  }

  #fail(error: Error) {
    for (const { reject, timer } of this.#waiting.splice(0)) {
      clearTimeout(timer);
      reject(error);
    }
  }
}
