import { GuestConnection } from "./test-machine";

/** What a client that writes without pause saw. Times are wall-clock milliseconds. */
export type WriterEvent =
  | { readonly type: "boot"; readonly atMs: number; readonly boot: string; readonly sequence: number }
  | { readonly type: "acks"; readonly atMs: number; readonly acknowledged: number; readonly sequence: number }
  /** Time without an acknowledgement, told when the next one comes. */
  | { readonly type: "gap"; readonly lastAckAtMs: number; readonly nextAckAtMs: number; readonly ms: number }
  /** After an interruption the machine has fewer, or other, records than it acknowledged. */
  | { readonly type: "lost"; readonly atMs: number; readonly records: number; readonly lastAcknowledged: number }
  | {
      readonly type: "summary";
      readonly acknowledged: number;
      readonly lost: number;
      readonly longestGapMs: number;
      readonly boots: number;
      readonly check: string;
    };

export interface WriterOptions {
  readonly host: string;
  readonly port: number;
  readonly paceMs: number;
  /** Gaps shorter than this are ordinary. */
  readonly gapMs: number;
  /** An interrupted connection shows only after this long. */
  readonly answerLimitMs: number;
  readonly signal: AbortSignal;
  readonly tell: (event: WriterEvent) => void;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Puts records one after the other, and after each interruption compares what the machine has with what it acknowledged. */
export async function writeWithoutPause(options: WriterOptions): Promise<void> {
  const { host, port, tell, signal } = options;
  let acknowledged = 0;
  /** The newest acknowledged record since the last loss: what the machine must still have. */
  let newest: { sequence: number; text: string } | null = null;
  let lastAckAtMs = 0;
  let longestGapMs = 0;
  let lost = 0;
  let toldAtMs = 0;
  const boots = new Set<string>();
  let connection: GuestConnection | null = null;

  const verify = async (guest: GuestConnection) => {
    const status = await guest.status(options.answerLimitMs);
    if (!boots.has(status.boot)) tell({ type: "boot", atMs: Date.now(), boot: status.boot, sequence: status.sequence });
    boots.add(status.boot);
    if (newest === null) return;
    const kept = status.sequence >= newest.sequence;
    const same = kept && (await guest.ask(`get ${newest.sequence}`, options.answerLimitMs)).endsWith(` ${newest.text}`);
    if (same) return;
    const records = kept ? 1 : newest.sequence - status.sequence;
    lost += records;
    tell({ type: "lost", atMs: Date.now(), records, lastAcknowledged: newest.sequence });
    // What was lost is told once; from here on the machine's own history counts.
    newest = null;
  };

  while (!signal.aborted) {
    try {
      if (connection === null) {
        connection = await GuestConnection.open(host, port, 500);
        await verify(connection);
      }
      const text = `write-${Date.now()}-${acknowledged}`;
      const answer = await connection.ask(`put ${text}`, options.answerLimitMs);
      if (!answer.startsWith("ok ")) throw new Error(answer);
      const nowMs = Date.now();
      const gapMs = lastAckAtMs === 0 ? 0 : nowMs - lastAckAtMs;
      longestGapMs = Math.max(longestGapMs, gapMs);
      if (gapMs >= options.gapMs) tell({ type: "gap", lastAckAtMs, nextAckAtMs: nowMs, ms: gapMs });
      acknowledged++;
      newest = { sequence: Number(answer.slice(3)), text };
      lastAckAtMs = nowMs;
      if (nowMs - toldAtMs >= 200) {
        tell({ type: "acks", atMs: nowMs, acknowledged, sequence: newest.sequence });
        toldAtMs = nowMs;
      }
      await pause(options.paceMs);
    } catch {
      // Whatever ended it, the answer is the same: connect again and compare.
      connection?.close();
      connection = null;
      await pause(50);
    }
  }
  const check = connection === null ? "no connection" : await connection.ask("check", 20_000).catch(String);
  connection?.close();
  tell({ type: "summary", acknowledged, lost, longestGapMs, boots: boots.size, check });
}
