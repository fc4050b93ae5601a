import { Refusal } from "@v-available/domain/refusal";
import type { ScreenEnd, ScreenStream } from "@v-available/orchestrator/screen";
import { type ClientMessage, ClientMessages, joined } from "@v-available/orchestrator/screen/client-message";
import type { Clock } from "../environment";

/** Nobody has typed for so long: whoever left their desk shows it to nobody else. */
export const IDLE_MS = 30 * 60_000;

/** What may wait until the machine takes it, in bytes: nobody types as much. */
export const LONGEST_WAITING = 1024 * 1024;

/** Why it is over, beyond what its backend says. */
export type ScreenOver = ScreenEnd | "idle" | "signed-out" | "broken" | "stopped";

/** What was typed, in the order in which it was typed. `number` counts from one; one that came already is not taken twice. */
export interface TypedPart {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** One screen that one page shows. What it may not do is stopped here, whatever the page is. */
export class OpenScreen {
  readonly stream: ScreenStream;
  /** Fulfilled once, with why. */
  readonly over: Promise<ScreenOver>;
  readonly #messages = new ClientMessages();
  readonly #clock: Clock;
  #end: (because: ScreenOver) => void = () => {};
  #isOver = false;
  #taken = 0;
  #waitingBytes = 0;
  #turn: Promise<void> = Promise.resolve();
  #callOff: () => void = () => {};

  constructor(stream: ScreenStream, clock: Clock) {
    this.stream = stream;
    this.#clock = clock;
    this.over = new Promise((resolve) => {
      this.#end = (because) => {
        if (this.#isOver) return;
        this.#isOver = true;
        this.#callOff();
        resolve(because);
        stream.close();
      };
    });
    stream.ended.then((because) => this.#end(because));
    this.#wait();
  }

  close(because: ScreenOver = "closed"): void {
    this.#end(because);
  }

  /**
   * Passes on what somebody sent, in its order and once.
   * @param mayType without it they may only look: keys, pointer and text are dropped
   * @throws Refusal conflict where a part is missing, invalid where it is not of the protocol: the screen is over then
   */
  async send({ number, bytes }: TypedPart, mayType: boolean): Promise<void> {
    if (this.#isOver) throw screenOver();
    if (number <= this.#taken) return this.#turn;
    if (number !== this.#taken + 1) {
      this.#end("broken");
      throw new Refusal({
        code: "conflict",
        message: `Part ${this.#taken + 1} of what was typed is missing: part ${number} came.`,
        field: "number",
        value: number,
        limit: String(this.#taken + 1),
        remedy: "Open the screen anew.",
      });
    }
    this.#taken = number;
    const messages = this.#read(bytes);
    if (messages.some(({ kind }) => kind === "input")) this.#wait();
    const passed = messages.filter(
      ({ kind }) => kind === "greeting" || kind === "look" || (kind === "input" && mayType),
    );
    const out = joined(passed.map((message) => message.bytes));
    if (out.length === 0) return this.#turn;
    if (this.#waitingBytes + out.length > LONGEST_WAITING) {
      this.#end("broken");
      throw new Refusal({
        code: "blocked",
        message: "The machine does not take what is typed as fast as it comes.",
        limit: `${LONGEST_WAITING} bytes that wait`,
        remedy: "Open the screen anew, and send less at once.",
      });
    }
    this.#waitingBytes += out.length;
    // One after the other, and the next is asked for only when the machine has taken this one.
    this.#turn = this.#turn.then(async () => {
      await this.stream.send(out);
      this.#waitingBytes -= out.length;
    });
    return this.#turn;
  }

  #read(bytes: Uint8Array): ClientMessage[] {
    try {
      return this.#messages.push(bytes);
    } catch (error) {
      this.#end("broken");
      throw error;
    }
  }

  #wait(): void {
    this.#callOff();
    this.#callOff = this.#clock.after(IDLE_MS, () => this.#end("idle"));
  }
}

export const screenOver = (): Refusal =>
  new Refusal({
    code: "not-found",
    message: "This screen is not open any more.",
    field: "token",
    remedy: "Open it anew.",
  });
