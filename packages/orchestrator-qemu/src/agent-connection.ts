import tls from "node:tls";
import {
  AGENT_WIRE_VERSION,
  type AgentHello,
  agentAnswerSchema,
  agentHelloSchema,
  MAX_FRAME_BYTES,
  type WatchFrame,
  watchFrameSchema,
} from "@v-available/domain/agent-wire";
import { type CertificateIdentity, certificateIdentity } from "@v-available/domain/certificate-identity";
import type { Command } from "@v-available/domain/command";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import { type ObservedTask, observedTaskSchema } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import type { AgentEndpoint } from "./config";

export interface TlsMaterial {
  readonly authority: Buffer | string;
  readonly certificate: Buffer | string;
  readonly key: Buffer | string;
}

export interface AgentAddress extends AgentEndpoint {
  readonly pairRef: string;
  readonly side: Side;
}

export interface ConnectionLimits {
  readonly connectMs: number;
  readonly answerMs: number;
  /** An agent that watches says something every second; silence for this long means the connection is dead. */
  readonly silenceMs: number;
}
export const DEFAULT_LIMITS: ConnectionLimits = { connectMs: 2_000, answerMs: 10_000, silenceMs: 3_000 };

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export const unreachable = (address: AgentAddress, because: string, cause?: unknown) =>
  new Refusal(
    {
      code: "unreachable",
      message: `The agent of host ${address.name} can't be reached: ${because}.`,
      remedy: "The hosts go on without the console. Check the management network and that the agent runs.",
    },
    { cause },
  );

/** One connection to one agent, after its hello. Ends once and for all; whoever needs another opens another. */
export class AgentConnection {
  /** Fulfilled with the reason when the connection is over, whoever ended it. */
  readonly ended: Promise<string>;
  readonly #address: AgentAddress;
  readonly #socket: tls.TLSSocket;
  readonly #limits: ConnectionLimits;
  readonly #lines = new LineSplitter(MAX_FRAME_BYTES);
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #onFrame: ((frame: WatchFrame) => void) | null = null;
  #watchId: number | null = null;
  #over: string | null = null;
  #hello: AgentHello | null = null;

  private constructor(address: AgentAddress, socket: tls.TLSSocket, limits: ConnectionLimits) {
    this.#address = address;
    this.#socket = socket;
    this.#limits = limits;
    this.ended = new Promise((resolve) => {
      socket.on("error", (error) => this.#end(error.message));
      socket.on("close", () => {
        this.#end("the connection was closed");
        resolve(this.#over ?? "");
      });
    });
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.#take(text));
    socket.on("timeout", () => this.#end(`it said nothing for ${limits.silenceMs / 1000} s`));
  }

  /** @throws Refusal unreachable, unsupported (another version), or invalid (not the agent that was meant) */
  static async open(address: AgentAddress, material: TlsMaterial, limits = DEFAULT_LIMITS): Promise<AgentConnection> {
    const socket = await connect(address, material, limits);
    const connection = new AgentConnection(address, socket, limits);
    try {
      const answer = await connection.#ask({ ask: "hello", version: AGENT_WIRE_VERSION });
      const hello = agentHelloSchema.parse(answer);
      if (hello.pairRef !== address.pairRef || hello.side !== address.side || hello.hostRef !== address.ref) {
        throw new Refusal({
          code: "invalid",
          message: `${address.endpoint.host}:${address.endpoint.port} is host ${hello.hostRef}, side ${hello.side} of pair ${hello.pairRef}; the configuration says ${address.ref}, side ${address.side} of pair ${address.pairRef}.`,
          remedy: "Correct the endpoints in the adapter's configuration.",
        });
      }
      connection.#hello = hello;
      return connection;
    } catch (error) {
      connection.close();
      throw error instanceof Refusal ? error : unreachable(address, "it does not speak our language", error);
    }
  }

  get hello(): AgentHello {
    if (this.#hello === null) throw new Error("A connection is handed out after its hello only.");
    return this.#hello;
  }

  /** Frames come in order, until `ended`. Once a connection. */
  async watch(afterSequence: number, onFrame: (frame: WatchFrame) => void): Promise<void> {
    this.#onFrame = onFrame;
    this.#watchId = this.#nextId;
    await this.#ask({ ask: "watch", afterSequence });
    this.#socket.setTimeout(this.#limits.silenceMs);
  }

  /** @throws Refusal: the agent's own, or unreachable */
  async execute(taskKey: string, command: Command): Promise<ObservedTask> {
    return observedTaskSchema.parse(await this.#ask({ ask: "execute", taskKey, command }));
  }

  close(): void {
    this.#end("it was closed by the console");
  }

  #ask(request: { ask: string; [field: string]: unknown }): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#over !== null) return reject(unreachable(this.#address, this.#over));
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(unreachable(this.#address, `it did not answer "${request.ask}" in ${this.#limits.answerMs / 1000} s`));
      }, this.#limits.answerMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#socket.write(jsonLine({ id, ...request }));
    });
  }

  #take(text: string): void {
    try {
      for (const line of this.#lines.push(text)) this.#takeFrame(JSON.parse(line));
    } catch (error) {
      this.#end(`it sent what is no frame (${(error as Error).message})`);
    }
  }

  #takeFrame(frame: object): void {
    if ("watch" in frame) {
      const parsed = watchFrameSchema.parse(frame);
      if (parsed.watch === this.#watchId) this.#onFrame?.(parsed);
      return;
    }
    const answer = agentAnswerSchema.parse(frame);
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return; // its asker has given up
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if ("refusal" in answer) waiting.reject(new Refusal(answer.refusal));
    else waiting.resolve(answer.answer);
  }

  #end(reason: string): void {
    if (this.#over !== null) return;
    this.#over = reason;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(unreachable(this.#address, reason));
    }
    this.#waiting.clear();
    this.#socket.destroy();
  }
}

const isSame = (identity: CertificateIdentity | null, address: AgentAddress): boolean =>
  identity?.role === "agent" && identity.pairRef === address.pairRef && identity.side === address.side;

export function connect(
  address: AgentAddress,
  material: TlsMaterial,
  limits: ConnectionLimits,
): Promise<tls.TLSSocket> {
  const { host, port } = address.endpoint;
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      ...{ host, port, ca: material.authority, cert: material.certificate, key: material.key },
      minVersion: "TLSv1.3",
      // The subject is the identity; addresses change and prove nothing.
      checkServerIdentity: (_host, certificate) =>
        isSame(certificateIdentity(certificate.subject), address)
          ? undefined
          : new Error(`its certificate is not that of side ${address.side} of pair ${address.pairRef}`),
    });
    const timer = setTimeout(() => {
      socket.destroy(new Error(`no connection to ${host}:${port} in ${limits.connectMs / 1000} s`));
    }, limits.connectMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(unreachable(address, error.message, error));
    };
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}
