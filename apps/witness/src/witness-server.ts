import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import type { TlsFiles } from "@v-available/domain/agent-config";
import { type CertificateIdentity, certificateIdentity } from "@v-available/domain/certificate-identity";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { MAX_WITNESS_FRAME_BYTES } from "@v-available/domain/witness-wire";
import type { Logger } from "pino";
import * as z from "zod";
import type { RegisterKeeper } from "./register-keeper";
import { witnessRequestSchema } from "./request";

type AgentIdentity = Extract<CertificateIdentity, { role: "agent" }>;
const envelopeSchema = z.object({ request: z.unknown() });

/** Answers agents with a certificate of this installation, each about its own pair and side only. */
export async function serveWitness(options: {
  keeper: RegisterKeeper;
  tls: TlsFiles;
  listen: { host: string; port: number };
  log: Logger;
}): Promise<{ port: number; close: () => Promise<void> }> {
  const { keeper, log } = options;
  const [ca, cert, key] = await Promise.all([
    readFile(options.tls.authority),
    readFile(options.tls.certificate),
    readFile(options.tls.key),
  ]);
  const server = tls.createServer({
    ...{ ca, cert, key, minVersion: "TLSv1.3", requestCert: true, rejectUnauthorized: true, noDelay: true },
    handshakeTimeout: 5_000,
  });
  const open = new Set<tls.TLSSocket>();
  server.on("tlsClientError", (error, socket) =>
    log.warn({ from: socket.remoteAddress, reason: error.message }, "turned a stranger away"),
  );
  server.on("secureConnection", (socket) => {
    const identity = certificateIdentity(socket.getPeerCertificate().subject);
    if (identity?.role !== "agent") {
      log.warn({ from: socket.remoteAddress, identity }, "turned away a certificate that is not an agent's");
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    converse(socket, identity, keeper, log);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.listen.port, options.listen.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function converse(socket: tls.TLSSocket, identity: AgentIdentity, keeper: RegisterKeeper, log: Logger): void {
  const lines = new LineSplitter(MAX_WITNESS_FRAME_BYTES);
  const send = (frame: unknown) => {
    if (socket.writable) socket.write(jsonLine(frame));
  };
  socket.setEncoding("utf8");
  socket.on("error", (error) => log.info({ ...identity, reason: error.message }, "a connection ended"));
  // Not ours, or not in its senses: nothing it says next can be understood.
  const end = (error: unknown) => {
    log.warn({ ...identity, error }, "ended a connection that sent what is no frame");
    socket.destroy();
  };
  socket.on("data", (text: string) => {
    try {
      for (const line of lines.push(text)) answerTo(line, identity, keeper).then(send, end);
    } catch (error) {
      end(error);
    }
  });
}

/** @throws SyntaxError, z.ZodError where the line is no frame at all */
async function answerTo(line: string, identity: AgentIdentity, keeper: RegisterKeeper): Promise<unknown> {
  const { request } = envelopeSchema.parse(JSON.parse(line));
  const parsed = witnessRequestSchema.safeParse(request);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const refusal: RefusalDetail = {
      code: "invalid",
      message: `The witness did not understand the request: ${issue?.message ?? "it has another form"}.`,
      field: issue?.path.join("."),
    };
    return { requestId: requestIdOf(request), refusal };
  }
  const { pairRef, side, requestId } = parsed.data;
  if (pairRef !== identity.pairRef || side !== identity.side) {
    const refusal: RefusalDetail = {
      code: "invalid",
      message: `The certificate speaks for side ${identity.side} of pair ${identity.pairRef}, the request for side ${side} of pair ${pairRef}.`,
      field: pairRef === identity.pairRef ? "side" : "pairRef",
      value: pairRef === identity.pairRef ? side : pairRef,
      remedy: "Give the agent the certificate of its own pair and side.",
    };
    return { requestId, refusal };
  }
  return { reply: await keeper.judge(parsed.data) };
}

const requestIdOf = (request: unknown): string | null => {
  const id = (request as { requestId?: unknown } | null)?.requestId;
  return typeof id === "string" ? id : null;
};
