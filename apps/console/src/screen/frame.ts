import type { RefusalDetail } from "@v-available/domain/refusal";

/**
 * What comes down to a page that shows a screen, on one answer that does not end: frames of one byte that says what they
 * are, four that say how long, and then so many. Bytes of the screen are passed on as they are.
 */
const KIND = { opened: 1, bytes: 2, over: 3, beat: 4 } as const;

/** What a page is told first. */
export interface Opened {
  readonly token: string;
  /** Of the host where the machine runs. */
  readonly host: string;
  readonly mayNotType: string | null;
}

/** Why it is over; a page that is not told was cut off. */
export type OverBecause = "closed" | "moved" | "ended" | "lost" | "idle" | "signed-out" | "broken" | "stopped";

export type Frame =
  | { readonly kind: "opened"; readonly opened: Opened }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "over"; readonly because: OverBecause }
  /** Nothing: a sign of life. */
  | { readonly kind: "beat" };

/** What refuses to open it, as an answer of its own. */
export interface RefusedScreen {
  readonly refusal: RefusalDetail;
}

/** One is sent at least this often; a page that hears nothing for three times as long takes it for cut off. */
export const BEAT_MS = 5_000;
export const SILENT_MS = 3 * BEAT_MS;

/** In bytes; what one request carries up. */
export const LONGEST_PART = 64 * 1024;

const HEAD = 5;
const LONGEST_FRAME = 16 * 1024 * 1024;

const payloadOf = (frame: Frame): Uint8Array => {
  if (frame.kind === "bytes") return frame.bytes;
  if (frame.kind === "beat") return new Uint8Array();
  return new TextEncoder().encode(JSON.stringify(frame.kind === "opened" ? frame.opened : { because: frame.because }));
};

export function writeFrame(frame: Frame): Uint8Array {
  const payload = payloadOf(frame);
  const bytes = new Uint8Array(HEAD + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KIND[frame.kind]);
  view.setUint32(1, payload.length);
  bytes.set(payload, HEAD);
  return bytes;
}

/** Cuts what arrives into frames, however it was cut on the way. */
export class FrameReader {
  #parts: Uint8Array[] = [];
  #length = 0;

  /** @throws Error where it is not what a console sends */
  push(bytes: Uint8Array): Frame[] {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    const frames: Frame[] = [];
    for (let next = this.#next(); next !== null; next = this.#next()) frames.push(next);
    return frames;
  }

  #next(): Frame | null {
    if (this.#length < HEAD) return null;
    const head = this.#look(HEAD);
    const view = new DataView(head.buffer, head.byteOffset, HEAD);
    const length = view.getUint32(1);
    if (length > LONGEST_FRAME) throw new Error(`a frame of ${length} bytes is longer than ${LONGEST_FRAME}`);
    if (this.#length < HEAD + length) return null;
    const whole = this.#look(HEAD + length);
    const payload = whole.slice(HEAD, HEAD + length);
    this.#drop(HEAD + length);
    return frameOf(view.getUint8(0), payload);
  }

  /** The first so many bytes, in one piece. */
  #look(length: number): Uint8Array {
    const [first] = this.#parts;
    if (first && first.length >= length) return first;
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    this.#parts = [all];
    return all;
  }

  #drop(length: number): void {
    const [first] = this.#parts;
    this.#length -= length;
    if (first) this.#parts[0] = first.subarray(length);
  }
}

function frameOf(kind: number, payload: Uint8Array): Frame {
  if (kind === KIND.bytes) return { kind: "bytes", bytes: payload };
  if (kind === KIND.beat) return { kind: "beat" };
  const said: unknown = JSON.parse(new TextDecoder().decode(payload));
  if (kind === KIND.opened) return { kind: "opened", opened: said as Opened };
  if (kind === KIND.over) return { kind: "over", because: (said as { because: OverBecause }).because };
  throw new Error(`a frame of kind ${kind} is not known`);
}
