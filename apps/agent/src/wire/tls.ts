import { readFile } from "node:fs/promises";
import tls from "node:tls";
import type { TlsFiles } from "@v-available/domain/agent-config";
import {
  type CertificateIdentity,
  type CertificateSubject,
  certificateIdentity,
} from "@v-available/domain/certificate-identity";

export interface TlsMaterial {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

export async function readTlsMaterial(files: TlsFiles): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all([
    readFile(files.authority),
    readFile(files.certificate),
    readFile(files.key),
  ]);
  return { ca, cert, key };
}

const identityOf = (socket: tls.TLSSocket): CertificateIdentity | null =>
  certificateIdentity(socket.getPeerCertificate().subject as unknown as CertificateSubject | undefined);

/** Both ends prove who they are; host names play no part. A peer that may not speak here is cut off without an answer. */
export function tlsServer(
  material: TlsMaterial,
  accepts: (identity: CertificateIdentity) => boolean,
  onPeer: (socket: tls.TLSSocket) => void,
): tls.Server {
  const server = tls.createServer(
    { ...material, requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3", handshakeTimeout: 5_000 },
    (socket) => {
      socket.on("error", () => socket.destroy());
      const identity = identityOf(socket);
      if (!identity || !accepts(identity)) socket.destroy();
      else onPeer(socket);
    },
  );
  // A stranger's failed handshake is its own trouble; the socket is closed by node.
  server.on("tlsClientError", () => undefined);
  return server;
}

/** @throws Error when the way is closed, the certificate is not signed by our authority, or it is somebody else's */
export function tlsConnect(
  material: TlsMaterial,
  to: { host: string; port: number; localAddress?: string },
  accepts: (identity: CertificateIdentity) => boolean,
  timeoutMs: number,
): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      ...material,
      ...to,
      minVersion: "TLSv1.3",
      // The identity is the subject, checked below, not the host name.
      checkServerIdentity: () => undefined,
    });
    const timer = setTimeout(() => socket.destroy(new Error("no answer")), timeoutMs);
    socket.once("error", reject);
    socket.once("close", () => {
      clearTimeout(timer);
      reject(new Error("closed"));
    });
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      const identity = identityOf(socket);
      if (!identity || !accepts(identity)) {
        socket.destroy(new Error("the certificate is not the one that belongs here"));
        return;
      }
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
  });
}
