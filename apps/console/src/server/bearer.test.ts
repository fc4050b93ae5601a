import { expect, it } from "vitest";
import { keyIn, objectionToKey } from "./bearer";

const shown = (authorization: string) => new Headers({ authorization });

it("reads a key, and no other scheme", () => {
  expect(keyIn(shown("Bearer va.abc"))).toBe("va.abc");
  expect(keyIn(shown("bearer  va.abc"))).toBe("va.abc");
  for (const other of ["Basic dXNlcg==", "Bearer", "Bearer va.a b", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x", ""])
    expect(keyIn(shown(other)), other).toBeNull();
  expect(keyIn(new Headers())).toBeNull();
});

it("opens the API with a key, and nothing that is for people", () => {
  const headers = shown("Bearer va.abc");
  for (const path of ["/api/trpc/machine.list", "/api/trpc/live.changes", "/api/health"])
    expect(objectionToKey(headers, path), path).toBeNull();
  for (const path of ["/api/session", "/api/account/keys", "/api/people", "/api/invitation", "/api/audit/export"])
    expect(objectionToKey(headers, path), path).toMatchObject({ remedy: expect.any(String) });
  expect(objectionToKey(new Headers(), "/api/session"), "without one").toBeNull();
});
