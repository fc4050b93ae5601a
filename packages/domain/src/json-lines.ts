/** Frames of one JSON object a line. Pure: sockets belong to the callers. */
export class LineSplitter {
  #rest = "";
  readonly #maxLength: number;

  /** @param maxLength in characters: a stranger must not be able to fill the memory */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** @throws RangeError when a line outgrows the limit; the connection is of no more use then */
  push(text: string): string[] {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    if ([this.#rest, ...lines].some((line) => line.length > this.#maxLength)) {
      throw new RangeError(`A line is longer than ${this.#maxLength} characters.`);
    }
    return lines.filter((line) => line.trim() !== "");
  }
}

export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
