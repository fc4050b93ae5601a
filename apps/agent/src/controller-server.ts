import type net from "node:net";
import { StringDecoder } from "node:string_decoder";
import type tls from "node:tls";
import type { Endpoint } from "@v-available/domain/agent-config";
import {
  AGENT_WIRE_VERSION,
  type AgentHello,
  type AgentRequest,
  agentRequestSchema,
  type HostView,
  MAX_FRAME_BYTES,
  RECORDS_PER_FRAME,
  type WatchFrame,
} from "@v-available/domain/agent-wire";
import type { Command } from "@v-available/domain/command";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import type { ObservedTask } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Logger } from "./log";
import type { Journal } from "./store/journal";
import { joinStreams } from "./wire/join-streams";
import { type TlsMaterial, tlsServer } from "./wire/tls";

export interface ControllerHandler {
  hello(): AgentHello;
  readonly journal: Journal;
  view(): HostView;
  /** @returns how to stop listening */
  onChange(listener: () => void): () => void;
  /** @throws Refusal */
  execute(taskKey: string, command: Command): Promise<ObservedTask>;
  /** The screen of a machine that runs here. @throws Refusal */
  openScreen(vmRef: string): Promise<net.Socket>;
}

const MIN_FRAME_GAP_MS = 100;
const SIGN_OF_LIFE_MS = 1_000;
/** A watcher that does not read is cut off rather than remembered. */
const MAX_UNSENT_BYTES = 16 * 1024 * 1024;

/** Serves controllers, and nobody else. What they ask is in agent-wire.ts. */
export async function serveControllers(
  endpoint: Endpoint,
  material: TlsMaterial,
  handler: ControllerHandler,
  log: Logger,
): Promise<{ close(): void }> {
  const sockets = new Set<tls.TLSSocket>();
  const server = tlsServer(
    material,
    (identity) => identity.role === "controller",
    (socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      new ControllerConnection(socket, handler, log).start();
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: endpoint.host, port: endpoint.port }, resolve);
  });
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

type ScreenRequest = Extract<AgentRequest, { ask: "screen" }>;
type FrameRequest = Exclude<AgentRequest, ScreenRequest>;

const SAY_HELLO = new Refusal({ code: "illegal-transition", message: "Say hello first." });

class ControllerConnection {
  readonly #socket: tls.TLSSocket;
  readonly #handler: ControllerHandler;
  readonly #log: Logger;
  #greeted = false;
  #watch: Watch | null = null;
  /** Asked for a screen: whatever comes from here on is no frame. */
  #handedOver = false;

  constructor(socket: tls.TLSSocket, handler: ControllerHandler, log: Logger) {
    this.#socket = socket;
    this.#handler = handler;
    this.#log = log;
  }

  start(): void {
    const splitter = new LineSplitter(MAX_FRAME_BYTES);
    // Decoded here and not by the socket: it may have to carry bytes later on.
    const decoder = new StringDecoder("utf8");
    this.#socket.setNoDelay(true);
    const hear = (chunk: Buffer) => {
      try {
        for (const line of splitter.push(decoder.write(chunk))) {
          if (this.#handedOver) throw new Error("nothing may follow before the answer");
          const request = agentRequestSchema.parse(JSON.parse(line));
          if (request.ask === "screen") this.#showScreen(request, () => this.#socket.off("data", hear));
          else this.#take(request);
        }
      } catch {
        this.#socket.destroy();
      }
    };
    this.#socket.on("data", hear);
    this.#socket.on("close", () => this.#watch?.stop());
  }

  #send(frame: unknown): void {
    if (this.#socket.destroyed) return;
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) this.#socket.destroy();
    else this.#socket.write(jsonLine(frame));
  }

  async #take(request: FrameRequest): Promise<void> {
    try {
      this.#send({ id: request.id, answer: await this.#answer(request) });
      if (request.ask === "watch") this.#watch?.begin();
    } catch (error) {
      this.#refuse(request.id, error);
    }
  }

  #refuse(id: number, error: unknown): void {
    const refusal =
      error instanceof Refusal
        ? error.detail
        : { code: "failed", message: "The agent failed at this; its log says why." };
    if (!(error instanceof Refusal)) this.#log.error("a request failed", { reason: (error as Error).stack });
    this.#send({ id, refusal });
  }

  /** @param stopHearing no frame comes any more */
  async #showScreen({ id, vmRef }: ScreenRequest, stopHearing: () => void): Promise<void> {
    try {
      if (!this.#greeted) throw SAY_HELLO;
      if (this.#watch) throw new Refusal({ code: "conflict", message: "This connection watches already." });
      this.#handedOver = true;
      const screen = await this.#handler.openScreen(vmRef);
      stopHearing();
      this.#send({ id, answer: {} });
      joinStreams(this.#socket, screen);
    } catch (error) {
      this.#handedOver = false;
      this.#refuse(id, error);
    }
  }

  async #answer(request: FrameRequest): Promise<unknown> {
    if (request.ask === "hello") {
      if (request.version !== AGENT_WIRE_VERSION)
        throw new Refusal({
          code: "unsupported",
          message: `This agent speaks version ${AGENT_WIRE_VERSION} of the wire.`,
          field: "version",
          value: request.version,
          limit: String(AGENT_WIRE_VERSION),
          remedy: "Use a controller of the same release.",
        });
      this.#greeted = true;
      return this.#handler.hello();
    }
    if (!this.#greeted) throw SAY_HELLO;
    if (request.ask === "execute") return this.#handler.execute(request.taskKey, request.command);
    if (this.#watch) throw new Refusal({ code: "conflict", message: "This connection watches already." });
    this.#watch = new Watch(request.id, request.afterSequence, this.#handler, (frame) => this.#send(frame));
    return {};
  }
}

/** Records from a sequence on and whole views, in order, at most ten frames a second and at least one. */
class Watch {
  readonly #id: number;
  readonly #handler: ControllerHandler;
  readonly #send: (frame: WatchFrame) => void;
  #sequence: number;
  #shown = "";
  #sentAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #stops: (() => void)[] = [];

  constructor(id: number, afterSequence: number, handler: ControllerHandler, send: (frame: WatchFrame) => void) {
    this.#id = id;
    this.#sequence = afterSequence;
    this.#handler = handler;
    this.#send = send;
  }

  begin(): void {
    this.#sendRecords(RECORDS_PER_FRAME);
    this.#sendFrame(true);
    const look = () => this.#soon();
    this.#stops = [this.#handler.onChange(look), this.#handler.journal.onAppended(look)];
    const beat = setInterval(() => this.#sendFrame(false), SIGN_OF_LIFE_MS);
    this.#stops.push(() => clearInterval(beat));
  }

  #soon(): void {
    if (this.#timer) return;
    const waitMs = Math.max(0, this.#sentAtMs + MIN_FRAME_GAP_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sendFrame(false);
    }, waitMs);
  }

  /** Whole pages of old records go ahead, without a view. */
  #sendRecords(page: number): void {
    for (;;) {
      const records = this.#handler.journal.after(this.#sequence, page);
      if (records.length < page) return;
      this.#sequence += records.length;
      this.#send({ watch: this.#id, sequence: this.#sequence, view: null, records });
    }
  }

  #sendFrame(whole: boolean): void {
    this.#sendRecords(RECORDS_PER_FRAME);
    const records = this.#handler.journal.after(this.#sequence, RECORDS_PER_FRAME);
    this.#sequence += records.length;
    const view = this.#handler.view();
    const { atMs: _, ...facts } = view;
    const shown = JSON.stringify(facts);
    const changed = whole || shown !== this.#shown;
    this.#shown = shown;
    this.#sentAtMs = performance.now();
    this.#send({ watch: this.#id, sequence: this.#sequence, view: changed ? view : null, records });
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }
}
