import type tls from "node:tls";
import type { AgentConfig } from "@v-available/domain/agent-config";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import type { Message, Path } from "@v-available/pair-protocol/message";
import { monotonicMs } from "../monotonic-clock";
import { type TlsMaterial, tlsConnect } from "../wire/tls";
import { PathHealth } from "./path-health";
import type { PeerAnswer, PeerFrame } from "./peer-frame";

export const MAX_PEER_FRAME = 4 * 1024 * 1024;
/** More than this unsent means that the partner does not read: newer heartbeats replace older ones anyway. */
const MAX_UNSENT_BYTES = 1024 * 1024;
export const PING_MS = 500;
const DOWN_AFTER_MS = 3 * PING_MS;

type PeerPathConfig = AgentConfig["peer"]["paths"][number];

/**
 * One way to the partner: a connection of our own that we send on. The partner has one of its own to us, so neither
 * waits for the other to notice a cut. Pings on it measure the path; one without answers is made anew.
 */
export class PeerPath {
  readonly config: PeerPathConfig;
  readonly health: PathHealth;
  readonly #material: TlsMaterial;
  readonly #accepts: Parameters<typeof tlsConnect>[2];
  readonly #onAnswer: (answer: PeerAnswer) => void;
  readonly #pings = new Map<number, number>();
  #socket: tls.TLSSocket | null = null;
  #connecting = false;
  #pingNumber = 0;
  #lastAnswerAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    config: PeerPathConfig,
    material: TlsMaterial,
    accepts: Parameters<typeof tlsConnect>[2],
    onAnswer: (answer: PeerAnswer) => void,
  ) {
    this.config = config;
    this.#material = material;
    this.#accepts = accepts;
    this.#onAnswer = onAnswer;
    this.health = new PathHealth(DOWN_AFTER_MS, monotonicMs(), Date.now());
  }

  get name(): Path {
    return this.config.path;
  }
  get isUp(): boolean {
    return this.#socket !== null && this.health.isUp(monotonicMs());
  }

  start(): void {
    this.#timer = setInterval(() => this.#beat(), PING_MS);
    this.#beat();
  }

  #beat(): void {
    const nowMs = monotonicMs();
    for (const [number, sentAtMs] of this.#pings) {
      if (nowMs - sentAtMs <= DOWN_AFTER_MS) continue;
      this.#pings.delete(number);
      this.health.missed();
    }
    if (this.#socket && nowMs - this.#lastAnswerAtMs > DOWN_AFTER_MS) this.#socket.destroy();
    if (!this.#socket) {
      this.#connect();
      return;
    }
    const number = ++this.#pingNumber;
    this.#pings.set(number, nowMs);
    this.#write({ ping: number });
  }

  async #connect(): Promise<void> {
    if (this.#connecting || this.#closed) return;
    this.#connecting = true;
    const { partnerAddress: host, localAddress, port } = this.config;
    try {
      const socket = await tlsConnect(this.#material, { host, port, localAddress }, this.#accepts, 2 * PING_MS);
      this.#lastAnswerAtMs = monotonicMs();
      this.#socket = socket;
      socket.setEncoding("utf8");
      const splitter = new LineSplitter(MAX_PEER_FRAME);
      socket.on("data", (chunk: string) => {
        try {
          for (const line of splitter.push(chunk)) this.#take(JSON.parse(line) as PeerAnswer);
        } catch {
          socket.destroy();
        }
      });
      socket.on("close", () => {
        if (this.#socket === socket) this.#socket = null;
      });
      if (this.#closed) socket.destroy();
      else this.#beat();
    } catch {
      // Not there now: the next beat tries again, and the health says Down meanwhile.
      this.health.missed();
    } finally {
      this.#connecting = false;
    }
  }

  #take(answer: PeerAnswer): void {
    this.#lastAnswerAtMs = monotonicMs();
    if (!("pong" in answer)) {
      this.#onAnswer(answer);
      return;
    }
    const sentAtMs = this.#pings.get(answer.pong);
    if (sentAtMs === undefined) return;
    this.#pings.delete(answer.pong);
    this.health.answered(this.#lastAnswerAtMs - sentAtMs, this.#lastAnswerAtMs);
  }

  #write(frame: PeerFrame): boolean {
    if (!this.#socket || this.#socket.writableLength > MAX_UNSENT_BYTES) return false;
    this.#socket.write(jsonLine(frame));
    return true;
  }

  /** Best effort: the protocol takes a lost message as silence. */
  send(message: Message): void {
    this.#write({ message });
  }

  /** @returns false where this path cannot carry it now */
  ask(id: number, method: string, args: unknown): boolean {
    return this.#write({ ask: id, method, args });
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.destroy();
  }
}
