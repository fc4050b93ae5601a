import { expect, it } from "vitest";
import { consoleNameOf, needName } from "./console-name";

const asked = (host: string, more: Record<string, string> = {}) => new Headers({ host, ...more });

it("is the name that the browser speaks to, with the origin that it says", () => {
  expect(consoleNameOf(asked("localhost:3000"))).toEqual({ rpId: "localhost", origin: "http://localhost:3000" });
  expect(consoleNameOf(asked("console.example.org", { "x-forwarded-proto": "https" }))).toEqual({
    rpId: "console.example.org",
    origin: "https://console.example.org",
  });
});

it("is none where the console was opened by its address", () => {
  for (const host of ["127.0.0.1:3000", "[::1]:3000", "192.0.2.1"]) {
    expect(consoleNameOf(asked(host)), host).toBeNull();
    expect(() => needName(asked(host))).toThrow("A passkey belongs to a name");
  }
});
