/** Splits a byte stream into lines; a line longer than the limit is an error, so that a stranger cannot fill the memory. */
export class LineSplitter {
  #rest = "";
  readonly #maxLength: number;
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** @throws RangeError when a line outgrows the limit */
  push(chunk: string): string[] {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > this.#maxLength || lines.some((line) => line.length > this.#maxLength))
      throw new RangeError(`a line is longer than ${this.#maxLength} characters`);
    return lines.filter((line) => line.trim() !== "");
  }
}

export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
