import { describe, expect, it } from "vitest";
import { namesFrom, objectionTo } from "./request-origin";

const post = (host: string | null, origin: string | null, names: readonly string[] = []) =>
  objectionTo({ method: "POST", host, origin }, names);

describe("who may ask the console", () => {
  it.each(["127.0.0.1:3000", "localhost:3000", "LOCALHOST", "[::1]:3000", "10.1.2.3", "192.168.7.9:80"])(
    "answers at %s",
    (host) => expect(objectionTo({ method: "GET", host, origin: null }, [])).toBeNull(),
  );

  it.each(["evil.example:3000", "127.0.0.1.evil.example", "localhost.evil.example", "", "a b", null])(
    "does not answer as %s",
    (host) => expect(objectionTo({ method: "GET", host, origin: null }, [])?.message).toContain(`"${host ?? ""}"`),
  );

  it("answers to the names it is given", () => {
    const names = namesFrom(" console.example , Other.example,");
    expect(names).toEqual(["console.example", "other.example"]);
    expect(objectionTo({ method: "GET", host: "console.example", origin: null }, names)).toBeNull();
    expect(objectionTo({ method: "GET", host: "third.example", origin: null }, names)?.remedy).toContain(
      "CONSOLE_HOSTS",
    );
  });

  it("takes changes from its own pages and from programs", () => {
    expect(post("127.0.0.1:3000", "http://127.0.0.1:3000")).toBeNull();
    expect(post("console.example", "https://console.example", ["console.example"])).toBeNull();
    expect(post("127.0.0.1:3000", null)).toBeNull();
  });

  it.each(["https://evil.example", "http://127.0.0.1:3001", "null", "http://localhost:3000"])(
    "takes no change from a page of %s",
    (origin) => expect(post("127.0.0.1:3000", origin)?.message).toContain(origin),
  );

  it("lets another site's page read nothing but what the browser withholds anyway", () => {
    expect(objectionTo({ method: "GET", host: "127.0.0.1:3000", origin: "https://evil.example" }, [])).toBeNull();
  });
});
