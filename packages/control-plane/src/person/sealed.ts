import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { Refusal } from "@v-available/domain/refusal";

/** Keeps what the console computes with out of the hands of whoever reads the database alone. */
export interface Secrets {
  /** @param of whose it is: moved to somebody else's row, it opens no more */
  seal(text: string, of: string): Promise<string>;
  /** @throws Refusal blocked, where it was sealed with another secret than the one of this console, or was changed */
  open(sealed: string, of: string): Promise<string>;
}

const CIPHER = "aes-256-gcm";
const MARK = "sealed-1";

/** What was kept before anything was sealed has no mark. */
export const isSealed = (text: string): boolean => text.startsWith(`${MARK}:`);

/** @param readSecret the console's own secret, which is kept elsewhere than the database; asked for at the first use */
export function secretsBy(readSecret: () => Promise<string>): Secrets {
  let known: Promise<Key> | null = null;
  const key = (): Promise<Key> => {
    known ??= readSecret().then(keyOf);
    // Whoever comes next asks anew.
    known.catch(() => {
      known = null;
    });
    return known;
  };
  return {
    async seal(text, of) {
      const { bytes, name } = await key();
      const start = randomBytes(12);
      const cipher = createCipheriv(CIPHER, bytes, start).setAAD(Buffer.from(of));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return [MARK, name, start.toString("base64url"), body.toString("base64url")].join(":");
    },
    async open(sealed, of) {
      const { bytes, name } = await key();
      const [mark, sealedWith, start = "", text = ""] = sealed.split(":");
      const body = Buffer.from(text, "base64url");
      if (mark !== MARK || sealedWith !== name || body.length < TAG_BYTES) throw anotherSecret();
      const decipher = createDecipheriv(CIPHER, bytes, Buffer.from(start, "base64url"))
        .setAAD(Buffer.from(of))
        .setAuthTag(body.subarray(-TAG_BYTES));
      try {
        return decipher.update(body.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      } catch (cause) {
        throw anotherSecret(cause);
      }
    },
  };
}

const TAG_BYTES = 16;

interface Key {
  readonly bytes: Buffer;
  /** Says which secret something was sealed with, and nothing of the secret. */
  readonly name: string;
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "", "v-available: what the console computes with", 32));
  return { bytes, name: createHash("sha256").update(bytes).digest("base64url").slice(0, 8) };
}

const anotherSecret = (cause?: unknown) =>
  new Refusal(
    {
      code: "blocked",
      message: "This console cannot read with what the codes were set up: it has another secret than the one of then.",
      field: "code",
      remedy:
        "Type one of your recovery codes. Whoever runs the console can give it the secret of before (CONSOLE_SECRET), or an owner takes the codes off you.",
    },
    { cause },
  );
