import { type ClientMessage, ClientMessages, joined, MESSAGE } from "@v-available/orchestrator/screen/client-message";
import { ENCODING, formatBytes, OWN_FORMAT, readFormat, SCREEN, updateOf } from "./rfb-drawing";
import { patchesTo, type TextFrame } from "./text-frame";

export interface RfbEvents {
  readonly send: (bytes: Uint8Array) => void;
  /** X's name of a key, and whether it went down. */
  readonly onKey: (keysym: number, down: boolean) => void;
  readonly onText: (text: string) => void;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The server's end of RFB 3.8 for one viewer: sends what has changed when it is asked for. */
export class RfbServer {
  readonly #name: string;
  readonly #events: RfbEvents;
  readonly #messages = new ClientMessages();
  #format = OWN_FORMAT;
  #encoding: number = ENCODING.raw;
  #wanted = false;
  /** What the viewer has. */
  #sent: TextFrame | null = null;
  #frame: TextFrame | null = null;

  constructor(name: string, events: RfbEvents) {
    this.#name = name;
    this.#events = events;
    events.send(latin1("RFB 003.008\n"));
  }

  /** @throws Refusal invalid */
  take(bytes: Uint8Array): void {
    for (const message of this.#messages.push(bytes)) this.#answer(message);
  }

  /** What is there to be seen now. */
  show(frame: TextFrame): void {
    this.#frame = frame;
    this.#update();
  }

  #update(): void {
    if (!this.#wanted || this.#frame === null) return;
    const patches = patchesTo(this.#frame, this.#sent);
    if (patches.length === 0) return;
    const look = { format: this.#format, encoding: this.#encoding };
    this.#events.send(joined(updateOf(patches, this.#frame.ground, look)));
    this.#sent = this.#frame;
    this.#wanted = false;
  }

  #answer(message: ClientMessage): void {
    if (message.kind === "greeting") {
      if (message.part === "version") this.#events.send(Uint8Array.of(1, 1));
      else if (message.part === "security") this.#events.send(new Uint8Array(4));
      else this.#events.send(this.#init());
      return;
    }
    const { bytes, type } = message;
    if (type === MESSAGE.setPixelFormat) {
      this.#format = readFormat(bytes.subarray(4)) ?? this.#format;
      this.#sent = null;
    } else if (type === MESSAGE.setEncodings) {
      const view = viewOf(bytes);
      const known = Array.from({ length: view.getUint16(2) }, (_, at) => view.getInt32(4 + 4 * at));
      this.#encoding = known.includes(ENCODING.rre) ? ENCODING.rre : ENCODING.raw;
    } else if (type === MESSAGE.updateRequest) {
      if (bytes[1] === 0) this.#sent = null;
      this.#wanted = true;
      this.#update();
    } else if (type === MESSAGE.key) this.#events.onKey(viewOf(bytes).getUint32(4), bytes[1] !== 0);
    else if (type === MESSAGE.cutText && viewOf(bytes).getInt32(4) >= 0)
      this.#events.onText(String.fromCharCode(...bytes.subarray(8)));
  }

  #init(): Uint8Array {
    const name = latin1(this.#name);
    const sizes = new DataView(new ArrayBuffer(4));
    sizes.setUint16(0, SCREEN.width);
    sizes.setUint16(2, SCREEN.height);
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, name.length);
    return joined([new Uint8Array(sizes.buffer), formatBytes(OWN_FORMAT), new Uint8Array(length.buffer), name]);
  }
}
