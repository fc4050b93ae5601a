import { Refusal } from "@v-available/domain/refusal";

/** What somebody who looks at a screen sends. `greeting`: the parts of the handshake, in their order. */
export type ClientMessage =
  | { readonly kind: "greeting"; readonly part: "version" | "security" | "init"; readonly bytes: Uint8Array }
  /** How and what they want to see. */
  | { readonly kind: "look"; readonly type: number; readonly bytes: Uint8Array }
  /** Keys, the pointer, text of the clipboard: what the machine acts on. */
  | { readonly kind: "input"; readonly type: number; readonly bytes: Uint8Array }
  /** The machine's power or size, sound: nothing that a screen is for. */
  | { readonly kind: "other"; readonly type: number; readonly bytes: Uint8Array };

export const MESSAGE = {
  setPixelFormat: 0,
  setEncodings: 2,
  updateRequest: 3,
  key: 4,
  pointer: 5,
  cutText: 6,
  continuousUpdates: 150,
  fence: 248,
  power: 250,
  desktopSize: 251,
  qemu: 255,
} as const;

const KIND: Readonly<Record<number, "look" | "input" | "other">> = {
  [MESSAGE.setPixelFormat]: "look",
  [MESSAGE.setEncodings]: "look",
  [MESSAGE.updateRequest]: "look",
  [MESSAGE.key]: "input",
  [MESSAGE.pointer]: "input",
  [MESSAGE.cutText]: "input",
  [MESSAGE.continuousUpdates]: "look",
  [MESSAGE.fence]: "look",
  [MESSAGE.power]: "other",
  [MESSAGE.desktopSize]: "other",
  [MESSAGE.qemu]: "input",
};

/** In bytes: longer than any text that people paste, and what is kept of a message until it is whole. */
export const LONGEST_MESSAGE = 256 * 1024;

const VERSION = "RFB 003.008\n";
const GREETING = [
  { part: "version", length: VERSION.length },
  { part: "security", length: 1 },
  { part: "init", length: 1 },
] as const;
/** Security type "none": the way to the screen is guarded, the screen itself has no password. */
const NO_PASSWORD = 1;

const QEMU_KEY = 0;
const QEMU_AUDIO = 1;
const SET_SAMPLE_FORMAT = 2;

const wrong = (what: string): Refusal =>
  new Refusal({
    code: "invalid",
    message: `What was sent to the screen is not of its protocol: ${what}.`,
    limit: "RFB 3.8 without a password",
    remedy: "Open the screen anew.",
  });

/** How long the message is that begins like this; null where that is not known yet. @throws Refusal invalid */
function lengthOf(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const with_ = (needed: number, length: () => number): number | null => (bytes.length < needed ? null : length());
  const type = view.getUint8(0);
  switch (type) {
    case MESSAGE.setPixelFormat:
      return 20;
    case MESSAGE.setEncodings:
      return with_(4, () => 4 + 4 * view.getUint16(2));
    case MESSAGE.updateRequest:
    case MESSAGE.continuousUpdates:
      return 10;
    case MESSAGE.key:
      return 8;
    case MESSAGE.pointer:
      return 6;
    case MESSAGE.cutText:
      // Below zero it is a clipboard of several formats, of as many bytes.
      return with_(8, () => 8 + Math.abs(view.getInt32(4)));
    case MESSAGE.fence:
      return with_(9, () => 9 + view.getUint8(8));
    case MESSAGE.power:
      return 4;
    case MESSAGE.desktopSize:
      return with_(8, () => 8 + 16 * view.getUint8(6));
    case MESSAGE.qemu:
      return with_(4, () => {
        const what = view.getUint8(1);
        if (what === QEMU_KEY) return 12;
        if (what === QEMU_AUDIO) return view.getUint16(2) === SET_SAMPLE_FORMAT ? 10 : 4;
        throw wrong(`its message 255 of kind ${what} is not known`);
      });
    default:
      throw wrong(`its message ${type} is not known`);
  }
}

const EMPTY = new Uint8Array();

/** Cuts what a client sends into its messages, however it was cut on the way. */
export class ClientMessages {
  #rest: Uint8Array = EMPTY;
  #greeted = 0;

  /** @throws Refusal invalid; nothing can be read after that */
  push(bytes: Uint8Array): ClientMessage[] {
    this.#rest = joined([this.#rest, bytes]);
    const messages: ClientMessage[] = [];
    for (let next = this.#next(); next !== null; next = this.#next()) messages.push(next);
    // Copied once a piece: of what came, only this is kept.
    this.#rest = this.#rest.slice();
    return messages;
  }

  #next(): ClientMessage | null {
    if (this.#rest.length === 0) return null;
    const due = GREETING[this.#greeted];
    const length = due?.length ?? lengthOf(this.#rest);
    if (length !== null && length > LONGEST_MESSAGE)
      throw wrong(`a message of ${length} bytes is longer than ${LONGEST_MESSAGE}`);
    if (length === null || this.#rest.length < length) return null;
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    if (due === undefined) {
      const type = bytes[0] ?? -1;
      const isSound = type === MESSAGE.qemu && bytes[1] === QEMU_AUDIO;
      return { kind: isSound ? "other" : (KIND[type] ?? "other"), type, bytes };
    }
    this.#greeted += 1;
    if (due.part === "version" && String.fromCharCode(...bytes) !== VERSION) throw wrong("it speaks another version");
    if (due.part === "security" && bytes[0] !== NO_PASSWORD) throw wrong("it asks for a password");
    return { kind: "greeting", part: due.part, bytes };
  }
}

/** One after the other; without a copy where there is only one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const filled = parts.filter(({ length }) => length > 0);
  if (filled.length <= 1) return filled[0] ?? EMPTY;
  const all = new Uint8Array(filled.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of filled) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
