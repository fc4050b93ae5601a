import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

const sha256 = (bytes: Buffer | string): Buffer => createHash("sha256").update(bytes).digest();
const text = (bytes: Buffer): string => bytes.toString("base64url");

/** As much of CBOR as an authenticator needs: small integers, bytes, text and maps. */
function cbor(value: number | string | Buffer | ReadonlyMap<number | string, unknown>): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const parts = [...value].flatMap(([key, one]) => [cbor(key), cbor(one as Buffer)]);
  return Buffer.concat([head(5, value.size), ...parts]);
}

/** A device with one passkey. What it does wrong is set from outside. */
export class Authenticator {
  readonly #id = randomBytes(16);
  readonly #keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  /** How often it says that it has signed. */
  counter = 0;
  /** Whether it saw that it is its owner. */
  verifies = true;

  constructor() {
    this.#keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  }

  get #flags(): number {
    return 1 | (this.verifies ? 4 : 0);
  }

  #data(rpId: string, flags: number, more: Buffer = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, more]);
  }

  make({ challenge, rp }: { readonly challenge: string; readonly rp: { readonly id?: string } }, origin: string) {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]),
    );
    const length = Buffer.from([this.#id.length >> 8, this.#id.length & 255]);
    const made = this.#data(rp.id ?? "", this.#flags | 64, Buffer.concat([Buffer.alloc(16), length, this.#id, key]));
    return {
      ...this.#named,
      response: {
        clientDataJSON: text(Buffer.from(JSON.stringify({ type: "webauthn.create", challenge, origin }))),
        attestationObject: text(
          cbor(
            new Map<string, unknown>([
              ["fmt", "none"],
              ["attStmt", new Map()],
              ["authData", made],
            ]),
          ),
        ),
        transports: ["internal"],
      },
    };
  }

  sign({ challenge, rpId }: { readonly challenge: string; readonly rpId?: string }, origin: string) {
    this.counter++;
    const client = Buffer.from(JSON.stringify({ type: "webauthn.get", challenge, origin }));
    const data = this.#data(rpId ?? "", this.#flags);
    const signature = createSign("SHA256")
      .update(Buffer.concat([data, sha256(client)]))
      .sign(this.#keys.privateKey);
    return {
      ...this.#named,
      response: { clientDataJSON: text(client), authenticatorData: text(data), signature: text(signature) },
    };
  }

  get #named() {
    return { id: text(this.#id), rawId: text(this.#id), type: "public-key", clientExtensionResults: {} };
  }
}
