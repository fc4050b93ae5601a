import { type WriterEvent, writeWithoutPause } from "./writer";

// Runs inside the client's namespace: write.ts <host> <port> [json] [shortest gap that is told, in milliseconds]. Ends at
// SIGTERM or SIGINT with a summary.
const [host, port, format, gapMs = "500"] = process.argv.slice(2);
if (host === undefined || port === undefined) throw new Error("usage: write.ts <host> <port> [json] [gap]");

const ended = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => ended.abort());

const clock = (atMs: number) => new Date(atMs).toISOString().slice(11, 23);
function sentence(event: WriterEvent): string {
  switch (event.type) {
    case "boot":
      return `${clock(event.atMs)}  the machine answers: boot ${event.boot}, its journal ends at ${event.sequence}`;
    case "acks":
      return `${clock(event.atMs)}  acknowledged ${event.acknowledged}, journal at ${event.sequence}`;
    case "gap":
      return `${clock(event.nextAckAtMs)}  back after ${(event.ms / 1000).toFixed(2)} s without an acknowledgement`;
    case "lost":
      return `${clock(event.atMs)}  LOST ${event.records} acknowledged records after ${event.lastAcknowledged}`;
    case "summary":
      return [
        `Acknowledged ${event.acknowledged}, lost ${event.lost}, longest gap ${(event.longestGapMs / 1000).toFixed(2)} s,`,
        `${event.boots} boots seen, journal: ${event.check}.`,
      ].join(" ");
  }
}

let lastProgressMs = 0;
await writeWithoutPause({
  host,
  port: Number(port),
  paceMs: 5,
  gapMs: Number(gapMs),
  answerLimitMs: 1500,
  signal: ended.signal,
  tell: (event) => {
    if (format === "json") return console.log(JSON.stringify(event));
    // Once a second is enough to read.
    if (event.type === "acks" && event.atMs - lastProgressMs < 1000) return;
    if (event.type === "acks") lastProgressMs = event.atMs;
    console.log(sentence(event));
  },
});
