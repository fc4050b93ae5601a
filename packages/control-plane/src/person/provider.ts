import { Refusal } from "@v-available/domain/refusal";
import { ROLES, type Role } from "@v-available/domain/role";
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";

/** A provider of identities (OpenID Connect), as whoever runs the console has named it. */
export interface ProviderSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** On the button. */
  readonly name: string;
  readonly scope: string;
  /** Whose value says the role; null where everybody is invited. */
  readonly roles: { readonly claim: string; readonly of: ReadonlyMap<string, Role> } | null;
}

/** What the answer of the provider is checked against. */
export interface ProviderChecks {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

/** Who somebody is, as the provider has signed it. */
export interface Identity {
  /** Issuer, a blank, and its name of them, which it gives to nobody else. */
  readonly subject: string;
  /** How people call them; null where it does not say. */
  readonly name: string | null;
  /** Null where nothing that it says is a role here. */
  readonly role: Role | null;
  /** What it said instead, in words. */
  readonly said: string;
}

const ANSWER_WITHIN_S = 10;

/** Speaks to the provider. It is asked who it is when somebody first signs in: a console starts without it. */
export class Provider {
  readonly settings: ProviderSettings;
  #known: Promise<Configuration> | null = null;

  constructor(settings: ProviderSettings) {
    this.settings = settings;
  }

  #configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    // What is signed is checked, though it comes from the provider itself. Plain HTTP is for one on this computer; the
    // settings let no other through.
    const insecure = issuer.protocol === "http:" ? [allowInsecureRequests] : [];
    const execute = [enableNonRepudiationChecks, ...insecure];
    this.#known ??= discovery(issuer, clientId, clientSecret, undefined, { execute, timeout: ANSWER_WITHIN_S });
    // Whoever comes next asks anew.
    this.#known.catch(() => {
      this.#known = null;
    });
    return this.#known;
  }

  /** Where the browser goes to, and what its answer is checked against. @throws Refusal unreachable */
  async begin(redirectUri: string): Promise<{ readonly location: string; readonly checks: ProviderChecks }> {
    const checks = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce(), redirectUri };
    const challenge = await calculatePKCECodeChallenge(checks.verifier);
    const configuration = await this.#configuration().catch((cause: unknown) => {
      throw this.#unreachable(cause);
    });
    const location = buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scope,
      code_challenge: challenge,
      code_challenge_method: "S256",
      state: checks.state,
      nonce: checks.nonce,
    });
    return { location: location.href, checks };
  }

  /** @param search of the address that the browser came back with. @throws Refusal unauthenticated | unreachable */
  async identify(checks: ProviderChecks, search: string): Promise<Identity> {
    const configuration = await this.#configuration().catch((cause: unknown) => {
      throw this.#unreachable(cause);
    });
    const tokens = await authorizationCodeGrant(configuration, new URL(search, checks.redirectUri), {
      pkceCodeVerifier: checks.verifier,
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      idTokenExpected: true,
    }).catch((cause: unknown) => {
      throw this.#notIdentified(cause);
    });
    const claims = tokens.claims();
    if (!claims) throw this.#notIdentified(null);
    const named = [claims.preferred_username, claims.name, claims.email].find((one) => typeof one === "string");
    return {
      subject: `${claims.iss} ${claims.sub}`,
      name: typeof named === "string" ? named.trim().slice(0, 64) || null : null,
      ...this.#roleIn(claims),
    };
  }

  /** The most that any value of the claim gives. */
  #roleIn(claims: Readonly<Record<string, unknown>>): Pick<Identity, "role" | "said"> {
    const { roles } = this.settings;
    if (roles === null) return { role: null, said: "it is not asked for a role" };
    const values = valuesAt(claims, roles.claim);
    const given = ROLES.filter((role) => values.some((value) => roles.of.get(value) === role));
    return {
      role: given.at(-1) ?? null,
      said:
        values.length === 0 ? `it says no ${roles.claim}` : `its ${roles.claim} is ${values.join(", ")}`.slice(0, 200),
    };
  }

  #unreachable(cause: unknown): Refusal {
    const { name, issuer } = this.settings;
    return new Refusal(
      {
        code: "unreachable",
        message: `${name} did not say how to sign in with it: ${issuer.href} gave no answer that fits.`,
        remedy: "Try again, sign in with name and password, or ask whoever runs the console.",
      },
      { cause },
    );
  }

  #notIdentified(cause: unknown): Refusal {
    if (cause instanceof AuthorizationResponseError)
      return new Refusal(
        {
          code: "unauthenticated",
          message: `${this.settings.name} did not let you in: ${cause.error}.`,
          remedy: "Try again there, or ask whoever runs it.",
        },
        { cause },
      );
    return new Refusal(
      {
        code: "unauthenticated",
        message: `What ${this.settings.name} answered does not fit what it was asked, so nobody was signed in.`,
        remedy: "Begin anew on the sign-in page. If it goes on, the log of the provider says more.",
      },
      { cause },
    );
  }
}

/** "realm_access.roles" goes into an object; a claim whose own name has dots comes first. */
function valuesAt(claims: Readonly<Record<string, unknown>>, claim: string): string[] {
  const at =
    claims[claim] ??
    claim
      .split(".")
      .reduce<unknown>(
        (node, key) => (typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined),
        claims,
      );
  return (Array.isArray(at) ? at : [at]).filter((one) => typeof one === "string");
}
