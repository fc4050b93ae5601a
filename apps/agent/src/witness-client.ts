import type tls from "node:tls";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { HostWitnessView } from "@v-available/domain/agent-wire";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import { MAX_WITNESS_FRAME_BYTES, witnessFrameSchema } from "@v-available/domain/witness-wire";
import type { WitnessReply, WitnessRequest } from "@v-available/pair-protocol/witness";
import { monotonicMs } from "./monotonic-clock";
import { type TlsMaterial, tlsConnect } from "./wire/tls";

type WitnessConfig = AgentConfig["witnesses"][number];
const RECONNECT_MS = 300;

/**
 * The connection to one witness. Requests that cannot be sent are dropped: the protocol asks again, and an answer that
 * comes late is judged by its request id.
 */
export class WitnessClient {
  readonly config: WitnessConfig;
  readonly #material: TlsMaterial;
  readonly #timeoutMs: number;
  readonly #onReply: (reply: WitnessReply) => void;
  readonly #sentAtMs = new Map<string, number>();
  #socket: tls.TLSSocket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #connecting = false;
  #closed = false;
  #lastReplyAtMs: number | null = null;
  #lastSentAtWallMs = 0;
  #roundTripMs: number | null = null;
  #refused: string | null = null;

  constructor(config: WitnessConfig, material: TlsMaterial, timeoutMs: number, onReply: (reply: WitnessReply) => void) {
    this.config = config;
    this.#material = material;
    this.#timeoutMs = timeoutMs;
    this.#onReply = onReply;
  }

  /** Why the witness last refused a request; null while it does not. */
  get refusal(): string | null {
    return this.#refused;
  }

  start(): void {
    this.#timer = setInterval(() => this.#connect(), RECONNECT_MS);
    this.#connect();
  }

  async #connect(): Promise<void> {
    this.#dropSilent();
    if (this.#socket || this.#connecting || this.#closed) return;
    this.#connecting = true;
    try {
      const { host, port } = this.config;
      const accepts = (identity: { role: string }) => identity.role === "witness";
      const socket = await tlsConnect(this.#material, { host, port }, accepts, this.#timeoutMs);
      const splitter = new LineSplitter(MAX_WITNESS_FRAME_BYTES);
      socket.setEncoding("utf8");
      socket.on("data", (chunk: string) => {
        try {
          for (const line of splitter.push(chunk)) this.#take(JSON.parse(line));
        } catch {
          socket.destroy();
        }
      });
      socket.on("close", () => {
        if (this.#socket === socket) this.#socket = null;
        this.#sentAtMs.clear();
      });
      this.#socket = socket;
      if (this.#closed) socket.destroy();
    } catch {
      // Not there now; the timer tries again, and the view says unreachable meanwhile.
    } finally {
      this.#connecting = false;
    }
  }

  /** A connection over a cut path looks open for minutes: one whose oldest request has no answer is made anew. */
  #dropSilent(): void {
    const oldestMs = this.#sentAtMs.values().next().value;
    if (oldestMs !== undefined && monotonicMs() - oldestMs > this.#timeoutMs) this.#socket?.destroy();
  }

  #take(frame: unknown): void {
    const parsed = witnessFrameSchema.parse(frame);
    if ("refusal" in parsed) {
      this.#refused = parsed.refusal.message;
      if (parsed.requestId !== null) this.#sentAtMs.delete(parsed.requestId);
      return;
    }
    const reply = parsed.reply as WitnessReply;
    const nowMs = monotonicMs();
    const sentAtMs = this.#sentAtMs.get(reply.requestId);
    if (sentAtMs !== undefined) {
      this.#roundTripMs = nowMs - sentAtMs;
      this.#sentAtMs.delete(reply.requestId);
    }
    this.#refused = null;
    this.#lastReplyAtMs = nowMs;
    this.#onReply(reply);
  }

  ask(request: WitnessRequest): void {
    this.#lastSentAtWallMs = Date.now();
    if (!this.#socket) return;
    this.#sentAtMs.set(request.requestId, monotonicMs());
    this.#socket.write(jsonLine({ request }));
  }

  /** @param seatTerm the term in which this host asks it for registers; null where it asks another one */
  view(silentAfterMs: number, seatTerm: number | null): HostWitnessView {
    const { ref, name, siteName, host, port, preferred, independent } = this.config;
    const reachable = this.#lastReplyAtMs !== null && monotonicMs() - this.#lastReplyAtMs <= silentAfterMs;
    const rttMs = reachable ? this.#roundTripMs : null;
    const endpoint = `${host}:${port}`;
    const atMs = this.#lastSentAtWallMs;
    return { ref, name, siteName, endpoint, preferred, seatTerm, independent, reachable, rttMs, atMs };
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.destroy();
  }
}
