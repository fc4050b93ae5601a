import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (refusal: Refusal) => void;
}

/** Commands that wait for the pair's rules to take or refuse them. */
export class Decisions {
  readonly #waiting = new Map<string, Waiting>();

  /** @throws Refusal (rejects) where the rules refuse the command */
  wait(commandId: string, ask: () => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#waiting.set(commandId, { resolve, reject });
      ask();
    }).finally(() => this.#waiting.delete(commandId));
  }

  accept(commandId: string): void {
    this.#waiting.get(commandId)?.resolve();
  }

  refuse(commandId: string, refusal: RefusalDetail): void {
    this.#waiting.get(commandId)?.reject(new Refusal(refusal));
  }
}
