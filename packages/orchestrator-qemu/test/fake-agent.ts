import type { AddressInfo } from "node:net";
import tls from "node:tls";
import {
  AGENT_WIRE_VERSION,
  type AgentRequest,
  agentRequestSchema,
  type HostView,
  RECORDS_PER_FRAME,
  watchFrameSchema,
} from "@v-available/domain/agent-wire";
import { certificateFields, certificateIdentity } from "@v-available/domain/certificate-identity";
import type { Command } from "@v-available/domain/command";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import type { HostRecord, ObservedTask } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import type { CertificateAuthority } from "../../../lab/certificate-authority";
import { hostView, record } from "./view";

interface Watcher {
  readonly id: number;
  readonly socket: tls.TLSSocket;
}

/** The agent's end of the wire in this process: what it says is set by the test, how it says it is the wire's rules. */
export class FakeAgent {
  readonly side: Side;
  readonly journal: string;
  view: HostView;
  readonly records: HostRecord[] = [];
  readonly executed: { taskKey: string; command: Command }[] = [];
  /** What `execute` answers; by default a task that runs. */
  answer: (command: Command, taskKey: string) => ObservedTask | RefusalDetail = (_command, key) => running(key);
  version = AGENT_WIRE_VERSION;
  hostRef: string;
  connections = 0;
  /** Whether it says that it knows screens. */
  screens = true;
  /** What `screen` answers: null where the machine runs here, and then its bytes are those of `picture`, and an echo. */
  screenAnswer: RefusalDetail | null = null;
  picture = "RFB 003.008\n";
  readonly screenSockets: tls.TLSSocket[] = [];
  readonly #authority: CertificateAuthority;
  readonly #watchers = new Set<Watcher>();
  readonly #sockets = new Set<tls.TLSSocket>();
  #server: tls.Server | null = null;
  #heart: NodeJS.Timeout | null = null;
  port = 0;

  constructor(side: Side, authority: CertificateAuthority) {
    this.side = side;
    this.#authority = authority;
    this.hostRef = `host-${side}`;
    this.journal = `host-${side}.journal`;
    this.view = hostView(side);
  }

  async start(): Promise<void> {
    const own = this.#authority.issue(certificateFields({ role: "agent", pairRef: "p", side: this.side }));
    const server = tls.createServer({
      ...{ ca: this.#authority.certificatePem, cert: own.certificatePem, key: own.keyPem },
      ...{ requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" },
    });
    this.#server = server;
    server.on("secureConnection", (socket) => {
      socket.on("error", () => {}); // tests cut connections on purpose
      if (certificateIdentity(socket.getPeerCertificate().subject)?.role !== "controller") return socket.destroy();
      this.connections++;
      this.#sockets.add(socket);
      const lines = new LineSplitter(1024 * 1024);
      socket.setEncoding("utf8").on("data", (text: string) => {
        for (const line of lines.push(text)) this.#take(socket, agentRequestSchema.parse(JSON.parse(line)));
      });
      socket.on("close", () => {
        this.#sockets.delete(socket);
        for (const watcher of this.#watchers) if (watcher.socket === socket) this.#watchers.delete(watcher);
      });
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
    this.beat();
  }

  /** Says something each second, as the wire wants it. */
  beat(): void {
    this.#heart ??= setInterval(() => this.#tellAll(null, []), 300);
  }

  /** The connection stays and nothing comes any more: a host that hangs. */
  hang(): void {
    if (this.#heart !== null) clearInterval(this.#heart);
    this.#heart = null;
  }

  async stop(): Promise<void> {
    this.hang();
    const server = this.#server;
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = null;
  }

  show(part: Partial<HostView>): void {
    this.view = { ...this.view, ...part };
    this.#tellAll(this.view, []);
  }

  write(count: number): void {
    const from = this.records.length;
    for (let index = 1; index <= count; index++) this.records.push(record(this.journal, from + index));
    this.#tellAll(null, this.records.slice(from));
  }

  /** Breaks the rules of the journal. */
  writeOutOfOrder(): void {
    this.#tellAll(null, [record(this.journal, this.records.length + 7)]);
  }

  say(text: string): void {
    for (const { socket } of this.#watchers) socket.write(text);
  }

  #take(socket: tls.TLSSocket, request: AgentRequest): void {
    const answer = (value: unknown) => socket.write(jsonLine({ id: request.id, answer: value }));
    switch (request.ask) {
      case "hello":
        answer({
          version: this.version,
          product: "fake",
          pairRef: "p",
          side: this.side,
          hostRef: this.hostRef,
          incarnation: "1",
          journal: this.journal,
          lastSequence: this.records.length,
          screens: this.screens,
        });
        return;
      case "screen": {
        if (this.screenAnswer !== null) {
          socket.write(jsonLine({ id: request.id, refusal: this.screenAnswer }));
          return;
        }
        socket.removeAllListeners("data");
        this.screenSockets.push(socket);
        // In one piece, so that the first bytes come right behind the answer.
        socket.write(jsonLine({ id: request.id, answer: {} }) + this.picture);
        socket.on("data", (text: string) => socket.write(text));
        return;
      }
      case "watch": {
        answer({});
        const watcher = { id: request.id, socket };
        for (let at = request.afterSequence; at < this.records.length; at += RECORDS_PER_FRAME) {
          this.#tell(watcher, null, this.records.slice(at, at + RECORDS_PER_FRAME));
        }
        this.#tell(watcher, this.view, []);
        this.#watchers.add(watcher);
        return;
      }
      case "execute": {
        this.executed.push({ taskKey: request.taskKey, command: request.command });
        const result = this.answer(request.command, request.taskKey);
        if ("code" in result) socket.write(jsonLine({ id: request.id, refusal: result }));
        else answer(result);
      }
    }
  }

  #tellAll(view: HostView | null, records: HostRecord[]): void {
    for (const watcher of this.#watchers) this.#tell(watcher, view, records);
  }

  #tell(watcher: Watcher, view: HostView | null, records: HostRecord[]): void {
    const sequence = records.at(-1)?.sequence ?? this.records.length;
    watcher.socket.write(jsonLine(watchFrameSchema.parse({ watch: watcher.id, sequence, view, records })));
  }
}

export const running = (key: string): ObservedTask => ({
  ...{ key, state: "running", step: "start", progressRatio: 0.2, etaAtMs: null, refusal: null },
});
