import net from "node:net";
import { pause } from "../deadline";
import type { ReplicaExport } from "./storage-daemon";

const NBD_MAGIC = 0x4e42444d41474943n;
const OPTION_MAGIC = 0x49484156454f5054n;
const REPLY_MAGIC = 0x0003e889045565a9n;
const OPTION_ABORT = 2;
const OPTION_INFO = 6;
const REPLY_ACK = 1;
const REPLY_INFO = 3;

export const PROBE_MS = 500;
export const PROBE_TIMEOUT_MS = 1_000;
/** So many unanswered probes in a row, and the copy counts as gone. */
export const MISSES = 2;

function infoRequest(exportName: string): Buffer {
  const name = Buffer.from(exportName);
  const head = Buffer.alloc(4 + 16 + 4);
  head.writeUInt32BE(3, 0); // client flags: fixed newstyle, no zeroes
  head.writeBigUInt64BE(OPTION_MAGIC, 4);
  head.writeUInt32BE(OPTION_INFO, 12);
  head.writeUInt32BE(4 + name.length + 2, 16);
  head.writeUInt32BE(name.length, 20);
  return Buffer.concat([head, name, Buffer.alloc(2)]);
}

function abortRequest(): Buffer {
  const abort = Buffer.alloc(16);
  abort.writeBigUInt64BE(OPTION_MAGIC, 0);
  abort.writeUInt32BE(OPTION_ABORT, 8);
  return abort;
}

/**
 * Whether the partner's storage daemon still serves exactly this export. The mirror itself cannot tell: on a dead
 * connection its writes just wait. Fulfilled with false for another export, no answer in time, or no connection.
 * The protocol is NBD's fixed newstyle handshake up to NBD_OPT_INFO.
 */
export function isServed(target: ReplicaExport, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: target.address, port: target.port });
    let buffer = Buffer.alloc(0);
    let asked = false;
    const finish = (served: boolean) => {
      clearTimeout(timer);
      if (served) socket.end(abortRequest());
      socket.destroySoon();
      resolve(served);
    };
    const timer = setTimeout(() => finish(false), timeoutMs);
    socket.on("error", () => finish(false));
    socket.on("close", () => finish(false));
    socket.on("data", (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      if (!asked) {
        if (buffer.length < 18) return;
        if (buffer.readBigUInt64BE(0) !== NBD_MAGIC || buffer.readBigUInt64BE(8) !== OPTION_MAGIC) {
          finish(false);
          return;
        }
        buffer = buffer.subarray(18);
        asked = true;
        socket.write(infoRequest(target.exportName));
      }
      while (buffer.length >= 20) {
        const type = buffer.readUInt32BE(12);
        const length = buffer.readUInt32BE(16);
        if (buffer.length < 20 + length) return;
        if (buffer.readBigUInt64BE(0) !== REPLY_MAGIC || type !== REPLY_INFO) {
          finish(buffer.readBigUInt64BE(0) === REPLY_MAGIC && type === REPLY_ACK);
          return;
        }
        buffer = buffer.subarray(20 + length);
      }
    });
  });
}

/** Asks on and on. Fulfilled once it has been silent for too long, or has been told to end. */
export async function untilSilent(target: ReplicaExport, end: AbortSignal): Promise<void> {
  for (let misses = 0; misses < MISSES && !end.aborted; ) {
    await pause(PROBE_MS);
    misses = (await isServed(target, PROBE_TIMEOUT_MS)) ? 0 : misses + 1;
  }
}
