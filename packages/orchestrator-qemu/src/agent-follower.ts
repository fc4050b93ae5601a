import type { WatchFrame } from "@v-available/domain/agent-wire";
import type { ObservedTask } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Command } from "@v-available/orchestrator/command";
import { type AgentAddress, AgentConnection, type ConnectionLimits, type TlsMaterial } from "./agent-connection";

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 3_000;

export interface FollowerEvents {
  /** Where in this host's journal to go on; asked at every (re)connect. */
  readonly afterSequence: (journal: string, lastSequence: number) => number;
  /** @throws Error to end a connection that breaks the rules; the follower then connects anew */
  readonly onFrame: (frame: WatchFrame, journal: string) => void;
  readonly onLost: (reason: string) => void;
}

/** Keeps one agent heard: connects, watches, and after a loss tries again with growing pauses until it is closed. */
export class AgentFollower {
  readonly address: AgentAddress;
  /** Why it is not heard; null while it is. */
  lostBecause: string | null = "it was not asked yet";
  readonly #material: TlsMaterial;
  readonly #limits: ConnectionLimits;
  readonly #events: FollowerEvents;
  #connection: AgentConnection | null = null;
  #closed = false;
  #wake: () => void = () => {};
  #attempts = 0;
  readonly #running: Promise<void>;

  constructor(address: AgentAddress, material: TlsMaterial, limits: ConnectionLimits, events: FollowerEvents) {
    this.address = address;
    this.#material = material;
    this.#limits = limits;
    this.#events = events;
    this.#running = this.#run();
  }

  /** True when it is not heard although it was tried. */
  get triedInVain(): boolean {
    return this.#attempts > 0 && this.lostBecause !== null;
  }

  async execute(taskKey: string, command: Command): Promise<ObservedTask> {
    this.refuseWhenLost();
    if (this.#connection === null) throw new Error("An agent that is heard has a connection.");
    return this.#connection.execute(taskKey, command);
  }

  /** @throws Refusal unreachable while the agent is not heard */
  refuseWhenLost(): void {
    if (this.lostBecause === null && this.#connection !== null) return;
    throw new Refusal({
      code: "unreachable",
      message: `The agent of host ${this.address.name} can't be reached: ${this.lostBecause}.`,
      remedy: "The hosts go on without the console. Try again when the host is heard.",
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#connection?.close();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_RETRY_MS;
    while (!this.#closed) {
      try {
        const connection = await AgentConnection.open(this.address, this.#material, this.#limits);
        this.#connection = connection;
        if (this.#closed) connection.close();
        let broken: string | null = null;
        const { journal, lastSequence } = connection.hello;
        await connection.watch(this.#events.afterSequence(journal, lastSequence), (frame) => {
          this.lostBecause = null;
          pauseMs = FIRST_RETRY_MS;
          try {
            this.#events.onFrame(frame, journal);
          } catch (error) {
            broken = (error as Error).message;
            connection.close();
          }
        });
        const reason = await connection.ended;
        this.lostBecause = broken ?? reason;
      } catch (error) {
        this.lostBecause = error instanceof Refusal ? error.message : String(error);
      }
      this.#connection?.close();
      this.#connection = null;
      this.#attempts++;
      if (this.#closed) break;
      this.#events.onLost(this.lostBecause);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS);
    }
  }
}
