import type tls from "node:tls";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { CertificateIdentity } from "@v-available/domain/certificate-identity";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import type { Message, Path } from "@v-available/pair-protocol/message";
import { type TlsMaterial, tlsServer } from "../wire/tls";
import type { PeerAnswer, PeerFrame } from "./peer-frame";
import { MAX_PEER_FRAME, PeerPath } from "./peer-path";

export interface PeerHandler {
  /** A heartbeat came in on this path. */
  message(path: Path, message: Message): void;
  /** The partner asks something; what is thrown as a Refusal goes back as one. */
  ask(method: string, args: unknown): Promise<unknown>;
}

/** All ways to the partner: messages go out on the path they are meant for, questions on the first one that is up. */
export class PeerLink {
  readonly paths: readonly PeerPath[];
  readonly #servers: tls.Server[] = [];
  readonly #sockets = new Set<tls.TLSSocket>();
  readonly #config: Pick<AgentConfig, "pairRef" | "side" | "peer">;
  readonly #material: TlsMaterial;
  readonly #waiting = new Map<number, (answer: Exclude<PeerAnswer, { pong: number }>) => void>();
  #nextId = 0;

  constructor(config: Pick<AgentConfig, "pairRef" | "side" | "peer">, material: TlsMaterial) {
    this.#config = config;
    this.#material = material;
    this.paths = config.peer.paths.map(
      (path) =>
        new PeerPath(path, material, this.#isPartner, (answer) => {
          if ("answer" in answer) this.#waiting.get(answer.answer)?.(answer);
        }),
    );
  }

  #isPartner = (identity: CertificateIdentity): boolean =>
    identity.role === "agent" &&
    identity.pairRef === this.#config.pairRef &&
    identity.side === otherSide(this.#config.side);

  async start(handler: PeerHandler): Promise<void> {
    for (const path of this.paths) {
      const server = tlsServer(this.#material, this.#isPartner, (socket) => this.#serve(path.name, socket, handler));
      this.#servers.push(server);
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host: path.config.localAddress, port: path.config.port }, resolve);
      });
    }
    for (const path of this.paths) path.start();
  }

  #serve(path: Path, socket: tls.TLSSocket, handler: PeerHandler): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.setEncoding("utf8");
    socket.setNoDelay(true);
    const splitter = new LineSplitter(MAX_PEER_FRAME);
    const reply = (answer: PeerAnswer) => {
      if (!socket.destroyed) socket.write(jsonLine(answer));
    };
    socket.on("data", (chunk: string) => {
      try {
        for (const line of splitter.push(chunk)) {
          const frame = JSON.parse(line) as PeerFrame;
          if ("ping" in frame) reply({ pong: frame.ping });
          else if ("message" in frame) handler.message(path, frame.message);
          else answerAsk(frame, handler).then(reply);
        }
      } catch {
        socket.destroy();
      }
    });
  }

  send(path: Path, message: Message): void {
    this.paths.find((candidate) => candidate.name === path)?.send(message);
  }

  /** @throws Refusal unreachable when no path is up or no answer comes, else what the partner refused with */
  async ask<T>(method: string, args: unknown, timeoutMs = 3_000): Promise<T> {
    const id = ++this.#nextId;
    const unreachable = () => new Refusal({ code: "unreachable", message: `The partner did not answer "${method}".` });
    return new Promise<T>((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      const timer = setTimeout(() => {
        finish();
        reject(unreachable());
      }, timeoutMs);
      this.#waiting.set(id, (answer) => {
        finish();
        if ("refusal" in answer) reject(new Refusal(answer.refusal));
        else resolve(answer.value as T);
      });
      if (!this.paths.some((path) => path.isUp && path.ask(id, method, args))) {
        finish();
        reject(unreachable());
      }
    });
  }

  close(): void {
    for (const path of this.paths) path.close();
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

async function answerAsk(
  frame: Extract<PeerFrame, { ask: number }>,
  handler: PeerHandler,
): Promise<Exclude<PeerAnswer, { pong: number }>> {
  try {
    return { answer: frame.ask, value: (await handler.ask(frame.method, frame.args)) ?? null };
  } catch (error) {
    const refusal: RefusalDetail =
      error instanceof Refusal ? error.detail : { code: "failed", message: `The partner failed at "${frame.method}".` };
    return { answer: frame.ask, refusal };
  }
}
