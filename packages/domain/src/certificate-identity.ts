import type { Side } from "./state";

/**
 * Who a certificate speaks for. Every process of an installation has one certificate, signed by the installation's own
 * authority; its subject is the identity and host names play no part:
 *   O=v-available, CN=controller
 *   O=v-available, CN=witness
 *   O=v-available, OU=<pairRef>, CN=agent-a | agent-b
 */
export type CertificateIdentity =
  | { readonly role: "controller" }
  | { readonly role: "witness" }
  | { readonly role: "agent"; readonly pairRef: string; readonly side: Side };

export const CERTIFICATE_ORGANIZATION = "v-available";

/** A subject as node:tls gives it (`getPeerCertificate().subject`); repeated fields come as lists and are never ours. */
export interface CertificateSubject {
  readonly O?: string | readonly string[] | undefined;
  readonly OU?: string | readonly string[] | undefined;
  readonly CN?: string | readonly string[] | undefined;
}

/** @returns null where the subject is none of ours: the caller must end the connection without an answer */
export function certificateIdentity(subject: CertificateSubject | undefined): CertificateIdentity | null {
  if (subject?.O !== CERTIFICATE_ORGANIZATION) return null;
  const { CN, OU } = subject;
  if (OU === undefined && (CN === "controller" || CN === "witness")) return { role: CN };
  if (typeof OU === "string" && OU !== "" && CN === "agent-a") return { role: "agent", pairRef: OU, side: "a" };
  if (typeof OU === "string" && OU !== "" && CN === "agent-b") return { role: "agent", pairRef: OU, side: "b" };
  return null;
}

/** The fields of the subject of this identity's certificate, in order. */
export function certificateFields(identity: CertificateIdentity): readonly (readonly ["O" | "OU" | "CN", string])[] {
  if (identity.role !== "agent")
    return [
      ["O", CERTIFICATE_ORGANIZATION],
      ["CN", identity.role],
    ];
  return [
    ["O", CERTIFICATE_ORGANIZATION],
    ["OU", identity.pairRef],
    ["CN", `agent-${identity.side}`],
  ];
}
