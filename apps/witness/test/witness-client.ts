import tls from "node:tls";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import type { Certificate } from "../../../lab/certificate-authority";

/** A caller of the witness that says what it is told to, right or wrong. */
export class WitnessClient {
  readonly #socket: tls.TLSSocket;
  readonly #frames: unknown[] = [];
  #next: () => void = () => {};
  /** Fulfilled when the witness has ended the connection. */
  readonly ended: Promise<void>;

  private constructor(socket: tls.TLSSocket) {
    this.#socket = socket;
    const lines = new LineSplitter(1024 * 1024);
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const line of lines.push(text)) this.#frames.push(JSON.parse(line));
      this.#next();
    });
    socket.on("error", () => {}); // the end is what counts
    this.ended = new Promise((resolve) => socket.on("close", () => resolve()));
  }

  static connect(port: number, authorityPem: string, certificate: Certificate | null): Promise<WitnessClient> {
    return new Promise((resolve, reject) => {
      const own = certificate === null ? {} : { cert: certificate.certificatePem, key: certificate.keyPem };
      const socket = tls.connect({
        host: "127.0.0.1",
        port,
        ca: authorityPem,
        ...own,
        checkServerIdentity: () => undefined,
      });
      socket.once("error", reject);
      socket.once("secureConnect", () => {
        socket.off("error", reject);
        resolve(new WitnessClient(socket));
      });
    });
  }

  say(text: string): void {
    this.#socket.write(text);
  }

  /** @returns the next frame, or null when the connection ends first */
  async hear(): Promise<unknown> {
    const over = this.ended.then(() => "over");
    while (this.#frames.length === 0) {
      const more = new Promise<string>((resolve) => {
        this.#next = () => resolve("more");
      });
      if ((await Promise.race([more, over])) === "over" && this.#frames.length === 0) return null;
    }
    return this.#frames.shift();
  }

  async ask(request: unknown): Promise<unknown> {
    this.say(jsonLine({ request }));
    return this.hear();
  }

  close(): void {
    this.#socket.destroy();
  }
}
