import { spawn } from "node:child_process";
import net from "node:net";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import type { WatchdogDeadline } from "@v-available/pair-protocol/effect";
import { pause, within } from "../deadline";
import { abstractName, type WardenAnswer, type WardenRequest } from "./warden-frame";

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;
const ANSWER_LIMIT_MS = 1_000;

/** The agent's side of the warden. It starts one where there is none: each of the two brings the other back. */
export class WatchdogClient {
  readonly #stateDirectory: string;
  readonly #wardenCommand: readonly [string, ...string[]];
  readonly #waiting = new Map<number, { resolve: (answer: WardenAnswer) => void; reject: (error: Error) => void }>();
  #socket: net.Socket | null = null;
  #connecting: Promise<net.Socket> | null = null;
  #nextId = 0;
  #isAnswering = false;

  constructor(stateDirectory: string, wardenCommand: readonly [string, ...string[]]) {
    this.#stateDirectory = stateDirectory;
    this.#wardenCommand = wardenCommand;
  }

  /** Whether the last request was answered: without, no machine that needs a lease may be started. */
  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  arm = (deadlines: readonly WatchdogDeadline[]) => this.#request({ arm: deadlines });
  disarm = (vmRefs: readonly string[]) => this.#request({ disarm: vmRefs });
  fence = (vmRefs: readonly string[]) => this.#request({ fence: vmRefs });
  deadlines = () => this.#request({ ask: "deadlines" });

  /** @throws Error when no warden answers in time, although one was started */
  async #request(request: WithoutId<WardenRequest>): Promise<readonly WatchdogDeadline[]> {
    const id = ++this.#nextId;
    try {
      const socket = await (this.#socket ?? this.#open());
      const answered = new Promise<WardenAnswer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
      socket.write(jsonLine({ ...request, id }));
      const { deadlines } = await within(answered, ANSWER_LIMIT_MS, "the warden's answer");
      this.#isAnswering = true;
      return deadlines;
    } catch (error) {
      this.#isAnswering = false;
      this.#socket?.destroy();
      throw error;
    } finally {
      this.#waiting.delete(id);
    }
  }

  #open(): Promise<net.Socket> {
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #connect(): Promise<net.Socket> {
    const path = abstractName("warden", this.#stateDirectory);
    const first = await connectTo(path).catch(() => null);
    if (first) return this.#use(first);
    const [program, ...args] = this.#wardenCommand;
    spawn(program, args, { detached: true, stdio: "inherit" })
      .on("error", () => undefined)
      .unref();
    for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 20) {
      await pause(20);
      const socket = await connectTo(path).catch(() => null);
      if (socket) return this.#use(socket);
    }
    throw new Error("the warden does not start");
  }

  #use(socket: net.Socket): net.Socket {
    const splitter = new LineSplitter(1024 * 1024);
    this.#socket = socket;
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: string) => {
      for (const line of splitter.push(chunk)) {
        const answer = JSON.parse(line) as WardenAnswer;
        this.#waiting.get(answer.id)?.resolve(answer);
      }
    });
    socket.on("close", () => {
      if (this.#socket === socket) this.#socket = null;
      for (const { reject } of this.#waiting.values()) reject(new Error("the warden closed the connection"));
    });
    return socket;
  }

  close(): void {
    this.#socket?.destroy();
  }
}

function connectTo(path: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
