import { EventEmitter } from "node:events";
import net from "node:net";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import { pause } from "../deadline";

/** QEMU understood the command and said no. `errorClass` is QEMU's own, mostly GenericError. */
export class QmpError extends Error {
  override readonly name = "QmpError";
  readonly command: string;
  readonly errorClass: string;
  constructor(command: string, errorClass: string, description: string) {
    super(`${command}: ${description}`);
    this.command = command;
    this.errorClass = errorClass;
  }
}

/** The monitor went away, or did not answer in time: what the command did is unknown. */
export class QmpUnavailable extends Error {
  override readonly name = "QmpUnavailable";
}

export interface QmpEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Waiting {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

interface QmpFrame {
  QMP?: { version?: { qemu?: { major: number; minor: number; micro: number } }; capabilities?: string[] };
  event?: string;
  data?: Record<string, unknown>;
  id?: string;
  return?: unknown;
  error?: { class: string; desc: string };
}

export interface QemuVersion {
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
}

const MAX_LINE = 16 * 1024 * 1024;

/**
 * One QMP monitor: newline-separated JSON over a Unix socket. A monitor serves one client; out-of-band commands pass a
 * blocked main loop, which is how a dead NBD connection is cut.
 */
export class Qmp {
  readonly #socket: net.Socket;
  readonly #events = new EventEmitter();
  readonly #waiting = new Map<string, Waiting>();
  #nextId = 0;
  #closed = false;
  #version: QemuVersion = { major: 0, minor: 0, micro: 0 };
  readonly closed: Promise<void>;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    this.#events.setMaxListeners(50);
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  get version(): QemuVersion {
    return this.#version;
  }
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Connects, trying again until the socket is there, and negotiates capabilities. @throws QmpUnavailable */
  static async connect(path: string, options: { timeoutMs?: number; outOfBand?: boolean } = {}): Promise<Qmp> {
    const { timeoutMs = 5_000, outOfBand = true } = options;
    const endMs = performance.now() + timeoutMs;
    for (;;) {
      try {
        return await Qmp.#open(path, outOfBand, Math.max(100, endMs - performance.now()));
      } catch (error) {
        if (performance.now() > endMs)
          throw new QmpUnavailable(`monitor ${path}: ${(error as Error).message}`, { cause: error });
        await pause(20);
      }
    }
  }

  static #open(path: string, outOfBand: boolean, timeoutMs: number): Promise<Qmp> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(path);
      const qmp = new Qmp(socket);
      const splitter = new LineSplitter(MAX_LINE);
      const timer = setTimeout(() => socket.destroy(new Error("no greeting")), timeoutMs);
      const greeted = async (frame: NonNullable<QmpFrame["QMP"]>) => {
        clearTimeout(timer);
        if (frame.version?.qemu) qmp.#version = frame.version.qemu;
        const enable = outOfBand && frame.capabilities?.includes("oob") ? { enable: ["oob"] } : undefined;
        await qmp.command("qmp_capabilities", enable);
        resolve(qmp);
      };
      socket.setEncoding("utf8");
      socket.on("data", (chunk: string) => {
        try {
          for (const line of splitter.push(chunk)) {
            const frame = JSON.parse(line) as QmpFrame;
            if (frame.QMP) greeted(frame.QMP).catch(reject);
            else qmp.#take(frame);
          }
        } catch (error) {
          socket.destroy(error as Error);
        }
      });
      socket.on("error", reject);
      socket.on("close", () => {
        clearTimeout(timer);
        qmp.#fail();
        reject(new QmpUnavailable(`monitor ${path} closed`));
      });
    });
  }

  #take(frame: QmpFrame): void {
    if (frame.event !== undefined) {
      const event: QmpEvent = { event: frame.event, data: frame.data ?? {} };
      this.#events.emit("event", event);
      return;
    }
    const waiting = frame.id === undefined ? undefined : this.#waiting.get(frame.id);
    if (!waiting || frame.id === undefined) return;
    this.#waiting.delete(frame.id);
    clearTimeout(waiting.timer);
    if (frame.error) waiting.reject(new QmpError(waiting.command, frame.error.class, frame.error.desc));
    else waiting.resolve(frame.return);
  }

  #fail(): void {
    this.#closed = true;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new QmpUnavailable(`monitor closed during ${waiting.command}`));
    }
    this.#waiting.clear();
  }

  /** @throws QmpError when QEMU refuses, QmpUnavailable when it is gone or silent */
  command<T = unknown>(
    execute: string,
    args?: Record<string, unknown>,
    options: { timeoutMs?: number; outOfBand?: boolean } = {},
  ): Promise<T> {
    const { timeoutMs = 10_000, outOfBand = false } = options;
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) {
        reject(new QmpUnavailable(`monitor closed before ${execute}`));
        return;
      }
      const id = `c${++this.#nextId}`;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new QmpUnavailable(`no answer to ${execute} within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#waiting.set(id, { command: execute, resolve: resolve as (value: unknown) => void, reject, timer });
      this.#socket.write(jsonLine({ [outOfBand ? "exec-oob" : "execute"]: execute, arguments: args, id }));
    });
  }

  /** Listens to every event. @returns how to stop */
  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.#events.on("event", listener);
    return () => this.#events.off("event", listener);
  }

  /** The next event that `accepts`. Listen before the command that causes it. @throws QmpUnavailable */
  nextEvent(accepts: (event: QmpEvent) => boolean, timeoutMs: number, what: string): Promise<QmpEvent> {
    const found = new Promise<QmpEvent>((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new QmpUnavailable(`no ${what} within ${timeoutMs} ms`));
      }, timeoutMs);
      const stop = this.onEvent((event) => {
        if (!accepts(event)) return;
        clearTimeout(timer);
        stop();
        resolve(event);
      });
      this.closed.then(() => {
        clearTimeout(timer);
        stop();
        reject(new QmpUnavailable(`monitor closed before ${what}`));
      });
    });
    // The caller awaits it after its command; a command that fails first must not leave an unhandled rejection behind.
    found.catch(() => undefined);
    return found;
  }

  close(): void {
    this.#socket.destroy();
  }
}
