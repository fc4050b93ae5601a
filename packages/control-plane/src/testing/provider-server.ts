import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A provider of identities on this computer, with one client and one person, who need not be asked. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What it says of whoever comes next. */
  claims: Readonly<Record<string, unknown>>;
  /** What it answers instead of a code. */
  denies: string | null;
  /** Signs with a key that it does not show. */
  forges: boolean;
  stop(): Promise<void>;
}

interface Begun {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

export async function startTestProvider(): Promise<TestProvider> {
  const [shown, hidden] = [
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
    generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ];
  const begun = new Map<string, Begun>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: TestProvider = {
    issuer,
    clientId: "v-available",
    clientSecret: "between console and provider",
    claims: { sub: "1" },
    denies: null,
    forges: false,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  const idToken = (nonce: string): string => {
    const nowS = Math.floor(Date.now() / 1_000);
    const claims = { iss: issuer, aud: provider.clientId, iat: nowS, exp: nowS + 300, nonce, ...provider.claims };
    const signed = `${encoded({ alg: "RS256", kid: "shown" })}.${encoded(claims)}`;
    const key = (provider.forges ? hidden : shown).privateKey;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key).toString("base64url")}`;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: asked } = new URL(request.url ?? "/", issuer);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    if (pathname === "/.well-known/openid-configuration")
      return void json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      });
    if (pathname === "/keys")
      return void json({
        keys: [{ ...shown.publicKey.export({ format: "jwk" }), kid: "shown", alg: "RS256", use: "sig" }],
      });
    if (pathname === "/authorize") {
      const redirectUri = asked.get("redirect_uri") ?? "";
      const back = new URL(redirectUri);
      back.searchParams.set("state", asked.get("state") ?? "");
      if (provider.denies !== null) back.searchParams.set("error", provider.denies);
      else if (asked.get("client_id") === provider.clientId && asked.get("code_challenge_method") === "S256") {
        const code = randomUUID();
        begun.set(code, { challenge: asked.get("code_challenge") ?? "", nonce: asked.get("nonce") ?? "", redirectUri });
        back.searchParams.set("code", code);
      } else back.searchParams.set("error", "invalid_request");
      return void response.writeHead(302, { Location: back.href }).end();
    }
    if (pathname !== "/token") return void response.writeHead(404).end();
    const sent = await bodyOf(request);
    const code = sent.get("code") ?? "";
    const of = begun.get(code);
    begun.delete(code);
    const proven = createHash("sha256")
      .update(sent.get("code_verifier") ?? "")
      .digest("base64url");
    const fits =
      sent.get("client_id") === provider.clientId &&
      sent.get("client_secret") === provider.clientSecret &&
      of?.redirectUri === sent.get("redirect_uri") &&
      of?.challenge === proven;
    if (!of || !fits) return void json({ error: "invalid_grant" }, 400);
    json({ access_token: randomUUID(), token_type: "Bearer", expires_in: 300, id_token: idToken(of.nonce) });
  }
  return provider;
}
