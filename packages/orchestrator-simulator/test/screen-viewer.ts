import type { ScreenStream } from "@v-available/orchestrator/screen";
import { SCREEN } from "../src/screen/rfb-drawing";

const RRE = 2;

/** A client of RFB, just enough of one to see what a simulated guest shows. */
export class ScreenViewer {
  readonly screen: ScreenStream;
  name = "";
  updates = 0;
  /** One word a pixel, red highest. */
  readonly pixels = new Uint32Array(SCREEN.width * SCREEN.height);
  #bytes: number[] = [];
  #stage = 0;

  constructor(screen: ScreenStream) {
    this.screen = screen;
    void this.#read();
  }

  /** Greets, and asks for all of it. */
  static async open(screen: ScreenStream): Promise<ScreenViewer> {
    const viewer = new ScreenViewer(screen);
    await viewer.settle();
    await viewer.#send([..."RFB 003.008\n"].map((letter) => letter.charCodeAt(0)));
    await viewer.#send([1]);
    await viewer.#send([1]);
    await viewer.#send([2, 0, 0, 1, 0, 0, 0, RRE]);
    await viewer.#ask(false);
    return viewer;
  }

  /** How many pixels of each colour, the most frequent first: what can be said of a picture without reading it. */
  get colours(): number[] {
    const counted = new Map<number, number>();
    for (const pixel of this.pixels) counted.set(pixel, (counted.get(pixel) ?? 0) + 1);
    return [...counted].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  }
  get picture(): string {
    return Buffer.from(this.pixels.buffer).toString("base64");
  }

  async type(text: string): Promise<void> {
    for (const letter of text) await this.press(letter === "\n" ? 0xff0d : letter.charCodeAt(0));
  }
  async press(...keysyms: number[]): Promise<void> {
    const key = (keysym: number, down: number) => this.#send([4, down, 0, 0, ...bytesOf(keysym)]);
    for (const keysym of keysyms) await key(keysym, 1);
    for (const keysym of keysyms.toReversed()) await key(keysym, 0);
  }

  settle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

  async #send(bytes: readonly number[]): Promise<void> {
    await this.screen.send(Uint8Array.from(bytes));
    await this.settle();
  }
  #ask(incremental: boolean): Promise<void> {
    return this.#send([
      3,
      incremental ? 1 : 0,
      0,
      0,
      0,
      0,
      ...bytesOf(SCREEN.width).slice(2),
      ...bytesOf(SCREEN.height).slice(2),
    ]);
  }

  async #read(): Promise<void> {
    for await (const bytes of this.screen.down) {
      this.#bytes.push(...bytes);
      while (this.#take());
    }
  }

  #take(): boolean {
    const need = [12, 2, 4][this.#stage];
    if (need !== undefined) {
      if (this.#bytes.length < need) return false;
      this.#bytes.splice(0, need);
      this.#stage += 1;
      return true;
    }
    if (this.#stage === 3) {
      if (this.#bytes.length < 24) return false;
      const length = number(this.#bytes, 20, 4);
      this.name = String.fromCharCode(...this.#bytes.slice(24, 24 + length));
      this.#bytes.splice(0, 24 + length);
      this.#stage = 4;
      return true;
    }
    return this.#update();
  }

  /** An update comes in one piece here. */
  #update(): boolean {
    if (this.#bytes.length < 4) return false;
    const bytes = this.#bytes;
    let at = 4;
    for (let areas = number(bytes, 2, 2); areas > 0; areas--) {
      const [x, y, width, height] = [0, 2, 4, 6].map((part) => number(bytes, at + part, 2)) as [
        number,
        number,
        number,
        number,
      ];
      if (number(bytes, at + 8, 4) !== RRE) throw new Error("another encoding than was asked for");
      const lines = number(bytes, at + 12, 4);
      this.#fill(x, y, width, height, pixel(bytes, at + 16));
      at += 20;
      for (let line = 0; line < lines; line++, at += 12) {
        const [dx, dy, w, h] = [4, 6, 8, 10].map((part) => number(bytes, at + part, 2)) as [
          number,
          number,
          number,
          number,
        ];
        this.#fill(x + dx, y + dy, w, h, pixel(bytes, at));
      }
    }
    this.#bytes = bytes.slice(at);
    this.updates += 1;
    void this.#ask(true);
    return this.#bytes.length > 0;
  }

  #fill(x: number, y: number, width: number, height: number, colour: number): void {
    for (let row = y; row < y + height; row++)
      this.pixels.fill(colour, row * SCREEN.width + x, row * SCREEN.width + x + width);
  }
}

const bytesOf = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
const number = (bytes: readonly number[], at: number, size: number): number =>
  bytes.slice(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
const pixel = (bytes: readonly number[], at: number): number =>
  ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0);
