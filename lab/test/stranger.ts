import fs from "node:fs";
import tls from "node:tls";

/** One try to speak to a port, from inside a namespace: stranger.ts <json list of attempts>. Prints what each heard. */
export interface Attempt {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
  /** PEM files; null comes without a certificate. */
  readonly certificate: string | null;
  readonly key: string | null;
  /** Said as soon as the connection is there. */
  readonly line: string;
}

/** Silence for this long counts as no answer. */
const PATIENCE_MS = 2_000;

/** @returns what was heard; empty when the connection was refused, ended or silent */
function hear({ certificate, key, line, ...to }: Attempt): Promise<string> {
  return new Promise((resolve) => {
    let heard = "";
    const pem =
      certificate !== null && key !== null ? { cert: fs.readFileSync(certificate), key: fs.readFileSync(key) } : {};
    // It trusts anybody: the question is whether anybody trusts it.
    const socket = tls.connect({ ...to, ...pem, rejectUnauthorized: false }, () => socket.write(`${line}\n`));
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      heard += text;
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(heard);
    });
  });
}

const attempts = JSON.parse(process.argv[2] ?? "[]") as Attempt[];
console.log(JSON.stringify(await Promise.all(attempts.map(hear))));
