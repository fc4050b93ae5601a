import { type ChildProcess, spawn } from "node:child_process";
import type { Lab } from "./lab";
import { REPOSITORY } from "./settings";
import { until } from "./shell";
import { writerArgv } from "./write-command";
import type { WriterEvent } from "./writer";

type Of<Type extends WriterEvent["type"]> = Extract<WriterEvent, { type: Type }>;

/** A client that writes without pause, in the client's namespace, as a process; what it saw is kept here. */
export class WriterProcess {
  readonly events: WriterEvent[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #printed = "";

  /** @param gapMs times without an acknowledgement that are shorter are not told */
  constructor(lab: Lab, host: string, gapMs?: number) {
    const [command = "", ...args] = writerArgv(lab, host, "json", gapMs);
    this.#child = spawn(command, args, { cwd: REPOSITORY, stdio: ["ignore", "pipe", "pipe"] });
    let rest = "";
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.events.push(JSON.parse(line) as WriterEvent);
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#printed += text;
    });
    this.#closed = new Promise((resolve) => this.#child.on("close", () => resolve()));
  }

  all<Type extends WriterEvent["type"]>(type: Type): Of<Type>[] {
    return this.events.filter((event): event is Of<Type> => event.type === type);
  }

  get acknowledged(): number {
    return this.all("acks").at(-1)?.acknowledged ?? 0;
  }

  /** Records that were acknowledged and that the machine no longer had when it was asked again. */
  get lost(): number {
    return this.all("lost").reduce((sum, event) => sum + event.records, 0);
  }

  /** Waits for an acknowledgement that is told after now, so also for the comparison that precedes it after a restart. */
  async nextAck(limitMs: number): Promise<Of<"acks">> {
    const before = this.all("acks").length;
    // Two: the first one may have been on its way.
    return until(`an acknowledgement; ${this.#printed}`, limitMs, () => this.all("acks")[before + 1]);
  }

  /** Does something while the client writes nothing. */
  async whileStill<T>(work: () => Promise<T>): Promise<T> {
    this.#child.kill("SIGSTOP");
    try {
      return await work();
    } finally {
      this.#child.kill("SIGCONT");
    }
  }

  async stop(): Promise<Of<"summary">> {
    this.#child.kill("SIGTERM");
    await this.#closed;
    const summary = this.all("summary")[0];
    if (summary === undefined) throw new Error(`The writer ended without a summary: ${this.#printed}`);
    return summary;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#closed;
  }
}
