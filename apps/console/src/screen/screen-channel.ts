import type { RefusalDetail } from "@v-available/domain/refusal";
import { FrameReader, LONGEST_PART, type Opened, type OverBecause, type RefusedScreen, SILENT_MS } from "./frame";

/** How a screen that was opened, or was to be, came to its end. */
export type Loss =
  | { readonly kind: "over"; readonly because: OverBecause }
  | { readonly kind: "refused"; readonly refusal: RefusalDetail }
  /** Nothing is heard of the console. */
  | { readonly kind: "cut-off" };

export interface ChannelEvents {
  readonly onOpened: (opened: Opened) => void;
  /** Whether whoever looks may type has changed. */
  readonly onMayNotType: (because: string | null) => void;
  /** Once, and last. Not called where the page itself has closed it. */
  readonly onLoss: (loss: Loss) => void;
}

export interface ChannelOptions extends ChannelEvents {
  /** "/api/machines/…/screen" */
  readonly address: string;
  readonly fetch: typeof fetch;
}

/** More than this is typed by nobody: the console does not take it. In bytes. */
const LONGEST_WAITING = 1024 * 1024;
/** A part that was not answered is sent again, under its number: it is taken once. */
const TRIES = 4;
const AGAIN_MS = 250;
const PATIENCE_MS = 10_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Looks like a WebSocket to whoever draws the screen. Downwards it is one answer that does not end, upwards one request
 * after the other: what is typed while one is on its way goes with the next.
 */
export class ScreenChannel {
  binaryType = "arraybuffer";
  readonly protocol = "";
  readyState: "connecting" | "open" | "closed" = "connecting";
  onopen: (() => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;

  readonly #options: ChannelOptions;
  readonly #abort = new AbortController();
  #token = "";
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #number = 0;
  #sending = false;
  #isLost = false;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #onmessage: ((event: { readonly data: ArrayBuffer }) => void) | null = null;
  /** Came before anybody listened. */
  #unheard: ArrayBuffer[] = [];

  constructor(options: ChannelOptions) {
    this.#options = options;
    void this.#read();
  }

  get onmessage(): ((event: { readonly data: ArrayBuffer }) => void) | null {
    return this.#onmessage;
  }
  set onmessage(listener: ((event: { readonly data: ArrayBuffer }) => void) | null) {
    this.#onmessage = listener;
    // Whoever draws it has more to prepare before the first byte.
    queueMicrotask(() => {
      for (const data of this.#unheard.splice(0)) this.#onmessage?.({ data });
    });
  }

  send(data: ArrayBuffer | Uint8Array): void {
    if (this.readyState !== "open") return;
    // A copy: the sender uses its memory again.
    const bytes = data instanceof Uint8Array ? data.slice() : new Uint8Array(data.slice(0));
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > LONGEST_WAITING) {
      this.#lose({ kind: "cut-off" });
      return;
    }
    this.#waiting.push(bytes);
    void this.#flush();
  }

  /** By the page. */
  close(): void {
    this.#end(1000);
  }

  async #read(): Promise<void> {
    const { address, fetch } = this.#options;
    const reader = new FrameReader();
    try {
      this.#heard();
      const response = await fetch(address, { method: "POST", signal: this.#abort.signal });
      if (!response.ok || response.body === null) {
        const answer = (await response.json()) as Partial<RefusedScreen>;
        this.#lose(answer.refusal ? { kind: "refused", refusal: answer.refusal } : { kind: "cut-off" });
        return;
      }
      const body = response.body.getReader();
      for (let part = await body.read(); !part.done; part = await body.read()) {
        this.#heard();
        for (const frame of reader.push(part.value)) {
          if (frame.kind === "opened") this.#open(frame.opened);
          else if (frame.kind === "bytes") this.#tell(exactly(frame.bytes));
          else if (frame.kind === "over") this.#lose({ kind: "over", because: frame.because });
        }
      }
      this.#lose({ kind: "cut-off" });
    } catch (error) {
      this.#failed("down", error);
    }
  }

  #tell(data: ArrayBuffer): void {
    if (this.#onmessage === null || this.#unheard.length > 0) this.#unheard.push(data);
    else this.#onmessage({ data });
  }

  #open(opened: Opened): void {
    this.#token = opened.token;
    this.readyState = "open";
    this.#options.onOpened(opened);
    this.onopen?.();
  }

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lose({ kind: "cut-off" }), SILENT_MS);
  }

  async #flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#waiting.length > 0 && this.readyState === "open") {
        this.#number += 1;
        const answer = await this.#sendPart(this.#number, this.#takePart());
        if ("refusal" in answer) this.#lose({ kind: "refused", refusal: answer.refusal });
        else this.#options.onMayNotType(answer.mayNotType);
      }
    } catch (error) {
      this.#failed("up", error);
    } finally {
      this.#sending = false;
    }
  }

  #takePart(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#waitingBytes);
    let at = 0;
    for (const bytes of this.#waiting) {
      all.set(bytes, at);
      at += bytes.length;
    }
    const part = all.slice(0, LONGEST_PART);
    const rest = all.slice(LONGEST_PART);
    this.#waiting = rest.length > 0 ? [rest] : [];
    this.#waitingBytes = rest.length;
    return part;
  }

  async #sendPart(
    number: number,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<{ mayNotType: string | null } | RefusedScreen> {
    const address = `${this.#options.address}/input?${new URLSearchParams({ token: this.#token, number: String(number) })}`;
    for (let tried = 1; ; tried++) {
      try {
        const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(PATIENCE_MS)]);
        const headers = { "content-type": "application/octet-stream" };
        const response = await this.#options.fetch(address, { method: "POST", body, headers, signal });
        return (await response.json()) as { mayNotType: string | null } | RefusedScreen;
      } catch (error) {
        if (tried === TRIES || this.readyState !== "open") throw error;
        await pause(AGAIN_MS * tried);
      }
    }
  }

  /** A console that is away, or an answer that is none of its: both end it, and the page tries again. */
  #failed(way: "up" | "down", error: unknown): void {
    if (this.readyState === "closed") return;
    console.warn(`The screen was cut off on its way ${way}.`, error);
    this.#lose({ kind: "cut-off" });
  }

  #lose(loss: Loss): void {
    if (this.#isLost || this.readyState === "closed") return;
    this.#isLost = true;
    // First: whoever draws it then lets go of it without a complaint.
    this.#options.onLoss(loss);
    this.#end(1006);
  }

  #end(code: number): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    clearTimeout(this.#silence);
    this.#waiting = [];
    this.#abort.abort();
    // Later, as a WebSocket says it: whoever closes it is not through with that yet.
    queueMicrotask(() => this.onclose?.({ code, reason: "" }));
  }
}

const exactly = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
