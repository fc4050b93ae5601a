import type { ProviderSettings } from "@v-available/control-plane/person/provider";
import { Refusal } from "@v-available/domain/refusal";
import { ROLES, type Role } from "@v-available/domain/role";

type Env = Readonly<Record<string, string | undefined>>;
const NAMES = [
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "OIDC_NAME",
  "OIDC_SCOPE",
  "OIDC_ROLE_CLAIM",
  "OIDC_ROLES",
] as const;
type Name = (typeof NAMES)[number];
/** Owners are made by owners, by name. */
const GIVEN = ROLES.filter((role) => role !== "owner");

const wrong = (field: Name, value: string | null, why: string, limit: string, remedy: string) =>
  new Refusal({
    code: "invalid",
    message: value === null ? `${field} is not set: ${why}` : `${field} is "${value}": ${why}`,
    field,
    value,
    limit,
    remedy,
  });

/**
 * The provider by which people sign in, too, as the environment names it; null where it names none.
 * @throws Refusal invalid, naming the variable
 */
export function providerFrom(env: Env, demo: boolean): ProviderSettings | null {
  const set = NAMES.filter((name) => env[name]);
  const [first] = set;
  if (first === undefined) return null;
  if (demo)
    throw wrong(
      first,
      first === "OIDC_CLIENT_SECRET" ? "a secret" : (env[first] ?? null),
      "a simulated fleet has people for its four roles alone, who sign in by one click.",
      "a console on real hosts",
      "Leave out what begins with OIDC_, or set ORCHESTRATOR to qemu.",
    );
  const issuer = issuerFrom(needed(env, "OIDC_ISSUER", "the address of the provider"));
  return {
    issuer,
    clientId: needed(env, "OIDC_CLIENT_ID", "the name under which the provider knows this console"),
    clientSecret: needed(env, "OIDC_CLIENT_SECRET", "what the provider gave this console along with OIDC_CLIENT_ID"),
    name: env.OIDC_NAME || issuer.hostname,
    scope: scopeFrom(env.OIDC_SCOPE || "openid profile email"),
    roles: rolesFrom(env),
  };
}

function needed(env: Env, name: Name, what: string): string {
  const value = env[name];
  if (value) return value;
  throw wrong(
    name,
    null,
    `it is needed where people sign in by a provider.`,
    what,
    `Set ${name} to ${what}, or leave out what begins with OIDC_.`,
  );
}

function issuerFrom(text: string): URL {
  const remedy = "Set OIDC_ISSUER to what the provider calls its issuer, such as https://id.example.org/realms/house.";
  const limit = "https://…, or http:// on this computer";
  if (!URL.canParse(text)) throw wrong("OIDC_ISSUER", text, "it is no address.", limit, remedy);
  const issuer = new URL(text);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
  if (issuer.protocol !== "https:" && !(issuer.protocol === "http:" && here))
    throw wrong("OIDC_ISSUER", text, "who somebody is must not travel without TLS.", limit, remedy);
  if (issuer.search || issuer.hash)
    throw wrong("OIDC_ISSUER", text, "an issuer has neither a query nor a fragment.", limit, remedy);
  return issuer;
}

function scopeFrom(text: string): string {
  if (text.split(/\s+/).includes("openid")) return text;
  throw wrong(
    "OIDC_SCOPE",
    text,
    "without openid the provider does not say who somebody is.",
    "openid among others, separated by blanks",
    'Set OIDC_SCOPE to "openid profile email", or leave it out.',
  );
}

function rolesFrom(env: Env): ProviderSettings["roles"] {
  const { OIDC_ROLE_CLAIM: claim, OIDC_ROLES: text } = env;
  if (!claim && !text) return null;
  if (!claim)
    throw wrong("OIDC_ROLE_CLAIM", null, "OIDC_ROLES is set.", "the name of a claim", "Set both, or neither.");
  if (!text)
    throw wrong("OIDC_ROLES", null, "OIDC_ROLE_CLAIM is set.", "value=role,value=role", "Set both, or neither.");
  const of = new Map<string, Role>();
  for (const part of text.split(",")) {
    const at = part.lastIndexOf("=");
    const value = part.slice(0, at).trim();
    const role = GIVEN.find((one) => one === part.slice(at + 1).trim());
    if (at < 1 || value === "" || role === undefined)
      throw wrong(
        "OIDC_ROLES",
        text,
        `"${part.trim()}" gives no value a role. Owners are made by owners, never by a provider.`,
        `value=role, separated by commas; the roles are ${GIVEN.join(", ")}`,
        "Set OIDC_ROLES to something like house-ops=operator,house-admins=administrator.",
      );
    of.set(value, role);
  }
  return { claim, of };
}
