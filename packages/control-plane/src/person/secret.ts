import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** What a browser or a link holds. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString("base64url");
export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** 32 MiB and about 0.1 s a guess. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 << 20 } as const;
const KEY_BYTES = 32;

const derive = (
  password: string,
  salt: Buffer,
  { N, r, p, maxmem }: Required<Pick<ScryptOptions, "N" | "r" | "p" | "maxmem">>,
) =>
  new Promise<Buffer>((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

/** "scrypt:N:r:p:salt:key": the cost goes with it, so that it can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join(":");
}

/** Takes as long where there is no hash: whether a name is known does not show in the time. */
export async function passwordFits(password: string, hash: string | null): Promise<boolean> {
  const [, n, r, p, salt, key] = (hash ?? NOBODYS_HASH).split(":");
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const derived = await derive(password, Buffer.from(salt ?? "", "base64url"), cost);
  return timingSafeEqual(derived, Buffer.from(key ?? "", "base64url")) && hash !== null;
}

const NOBODYS_HASH = ["scrypt", COST.N, COST.r, COST.p, "AAAA", Buffer.alloc(KEY_BYTES).toString("base64url")].join(
  ":",
);
