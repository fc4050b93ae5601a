import type { Refusal } from "@v-available/domain/refusal";
import { expect, it } from "vitest";
import { providerFrom } from "./provider-settings";

const ENV = {
  OIDC_ISSUER: "https://id.example.org/realms/house",
  OIDC_CLIENT_ID: "console",
  OIDC_CLIENT_SECRET: "between the two",
};

it("is none where nothing is set", () => {
  expect(providerFrom({}, false)).toBeNull();
  expect(providerFrom({}, true)).toBeNull();
});

it("is what the environment says, with a name and a scope of its own", () => {
  expect(providerFrom(ENV, false)).toMatchObject({
    issuer: new URL(ENV.OIDC_ISSUER),
    name: "id.example.org",
    scope: "openid profile email",
    roles: null,
  });
  const roles = { OIDC_ROLE_CLAIM: "groups", OIDC_ROLES: "ops=operator, cn=admins=administrator" };
  expect(providerFrom({ ...ENV, ...roles, OIDC_NAME: "House" }, false)).toMatchObject({
    name: "House",
    roles: {
      claim: "groups",
      of: new Map([
        ["ops", "operator"],
        ["cn=admins", "administrator"],
      ]),
    },
  });
  expect(providerFrom({ ...ENV, OIDC_ISSUER: "http://127.0.0.1:9000" }, false)?.issuer.port).toBe("9000");
});

it.each([
  [{ OIDC_ISSUER: undefined }, "OIDC_ISSUER", "is not set"],
  [{ OIDC_CLIENT_ID: "" }, "OIDC_CLIENT_ID", "is not set"],
  [{ OIDC_CLIENT_SECRET: undefined }, "OIDC_CLIENT_SECRET", "is not set"],
  [{ OIDC_ISSUER: "id.example.org" }, "OIDC_ISSUER", "it is no address"],
  [{ OIDC_ISSUER: "http://id.example.org" }, "OIDC_ISSUER", "without TLS"],
  [{ OIDC_ISSUER: "https://id.example.org?a=b" }, "OIDC_ISSUER", "neither a query"],
  [{ OIDC_SCOPE: "profile" }, "OIDC_SCOPE", "without openid"],
  [{ OIDC_ROLES: "ops=operator" }, "OIDC_ROLE_CLAIM", "OIDC_ROLES is set"],
  [{ OIDC_ROLE_CLAIM: "groups" }, "OIDC_ROLES", "OIDC_ROLE_CLAIM is set"],
  [{ OIDC_ROLE_CLAIM: "groups", OIDC_ROLES: "ops" }, "OIDC_ROLES", '"ops" gives no value a role'],
  [{ OIDC_ROLE_CLAIM: "groups", OIDC_ROLES: "ops=chief" }, "OIDC_ROLES", '"ops=chief" gives no value a role'],
  [{ OIDC_ROLE_CLAIM: "groups", OIDC_ROLES: "root=owner" }, "OIDC_ROLES", "Owners are made by owners"],
])("refuses %o with the variable, the reason and what to do", (change, field, why) => {
  let refusal: Refusal | undefined;
  try {
    providerFrom({ ...ENV, ...change }, false);
  } catch (error) {
    refusal = error as Refusal;
  }
  expect(refusal?.detail).toMatchObject({ code: "invalid", field, remedy: expect.any(String) });
  expect(refusal?.message).toContain(why);
});

it("refuses a provider for the demo, and never says the secret", () => {
  expect(() => providerFrom(ENV, true)).toThrow("sign in by one click");
  expect(() => providerFrom({ OIDC_CLIENT_SECRET: "between the two" }, true)).toThrow(
    expect.not.stringContaining("between the two"),
  );
});
