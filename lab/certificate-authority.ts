import { createPublicKey, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

/**
 * A small authority for labs and tests: X.509 v3 certificates with P-256 keys, written as DER by hand, because Node can
 * read certificates but not make them. Sources: RFC 5280 section 4.1, RFC 5758 section 3.2.
 */
export interface Certificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}
/** Fields of a subject, in order: [["O", "v-available"], ["CN", "controller"]]. */
export type SubjectFields = readonly (readonly [keyof typeof FIELD_OIDS, string])[];

const FIELD_OIDS = { CN: "550403", O: "55040a", OU: "55040b" } as const;
const ECDSA_WITH_SHA256 = "2a8648ce3d040302";
const BASIC_CONSTRAINTS = "551d13";
const KEY_USAGE = "551d0f";
const DAY_MS = 86_400_000;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const boolean = (value: boolean) => der(0x01, Buffer.from([value ? 0xff : 0]));
const text = (value: string) => der(0x0c, Buffer.from(value, "utf8"));
const bits = (bytes: Buffer, unused = 0) => der(0x03, Buffer.from([unused]), bytes);
/** UTCTime, which is right until 2049. */
const time = (atMs: number) =>
  der(0x17, Buffer.from(`${new Date(atMs).toISOString().replace(/\D/g, "").slice(2, 14)}Z`, "ascii"));

const nameOf = (fields: SubjectFields) =>
  sequence(...fields.map(([field, value]) => der(0x31, sequence(oid(FIELD_OIDS[field]), text(value)))));
const criticalExtension = (id: string, value: Buffer) => sequence(oid(id), boolean(true), der(0x04, value));

export class CertificateAuthority {
  readonly certificatePem: string;
  readonly #key = newKey();
  readonly #name: SubjectFields;
  readonly #nowMs: number;

  private constructor(name: SubjectFields, nowMs: number) {
    this.#name = name;
    this.#nowMs = nowMs;
    this.certificatePem = this.#sign(name, this.#key, true);
  }

  static create(name: string, nowMs = Date.now()): CertificateAuthority {
    return new CertificateAuthority(
      [
        ["O", "v-available"],
        ["CN", name],
      ],
      nowMs,
    );
  }

  issue(subject: SubjectFields): Certificate {
    const key = newKey();
    return { certificatePem: this.#sign(subject, key, false), keyPem: pemOfKey(key) };
  }

  #sign(subject: SubjectFields, key: KeyObject, isAuthority: boolean): string {
    const algorithm = sequence(oid(ECDSA_WITH_SHA256));
    const publicKey = createPublicKey(key).export({ type: "spki", format: "der" });
    // keyCertSign is bit 5, digitalSignature bit 0; trailing zero bits are dropped.
    const usage = isAuthority ? bits(Buffer.from([0x04]), 2) : bits(Buffer.from([0x80]), 7);
    const extensions = sequence(
      criticalExtension(BASIC_CONSTRAINTS, isAuthority ? sequence(boolean(true)) : sequence()),
      criticalExtension(KEY_USAGE, usage),
    );
    const serial = randomBytes(16);
    serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f); // positive, and no leading zero
    const body = sequence(
      der(0xa0, der(0x02, Buffer.from([2]))),
      der(0x02, serial),
      algorithm,
      nameOf(this.#name),
      sequence(time(this.#nowMs - DAY_MS), time(this.#nowMs + 3650 * DAY_MS)),
      nameOf(subject),
      publicKey,
      der(0xa3, extensions),
    );
    const signature = createSign("sha256").update(body).sign(this.#key);
    return pem("CERTIFICATE", sequence(body, algorithm, bits(signature)));
  }
}

const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const pemOfKey = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }) as string;

function pem(what: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${what}-----`, ...lines, `-----END ${what}-----`, ""].join("\n");
}
