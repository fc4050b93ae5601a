import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Permission } from "@v-available/domain/role";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { held, SERVER } from "./running";

const API = fileURLToPath(new URL("../app/api", import.meta.url));
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Route = Partial<Record<string, (request: Request, context: { params: Promise<unknown> }) => Promise<Response>>>;

/**
 * Who may ask each route of the console: anybody; whoever is signed in, for what is their own or what each procedure asks
 * for itself; or who has this permission, which its verb judges.
 */
const WHO: Readonly<Record<string, "anybody" | "signed in" | Permission>> = {
  "account/codes": "signed in",
  "account/keys": "signed in",
  "account/passkeys": "signed in",
  "account/passkeys/begin": "signed in",
  "account/passkeys/finish": "signed in",
  "account/password": "signed in",
  "account/provider": "signed in",
  "account/sessions": "signed in",
  // Lets go of what this browser itself keeps.
  "account/told": "anybody",
  "audit/export": "read-audit",
  health: "anybody",
  // By a one-time link.
  invitation: "anybody",
  "machines/[id]/screen": "look",
  "machines/[id]/screen/input": "type-at-machines",
  "machines/export": "look",
  // By a one-time link.
  password: "anybody",
  people: "manage-people",
  "people/factors": "manage-people",
  "people/keys": "manage-people",
  "people/password-link": "manage-people",
  "people/second-person": "manage-people",
  "people/sessions": "manage-people",
  // Signing in, and out.
  session: "anybody",
  "session/code": "anybody",
  "session/end": "anybody",
  "session/passkey": "anybody",
  "session/passkey/begin": "anybody",
  "session/provider": "anybody",
  "session/provider/back": "anybody",
  "trpc/[trpc]": "signed in",
};

const routes = readdirSync(API, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts")
  .map((file) => path.dirname(file));

/** A server that knows nobody, and has nothing that could be asked of it. */
const nothing = (what: string): never => expect.fail(`${what} was reached by somebody who is not signed in`);
const beyond = (known: object, what: string): never =>
  new Proxy(known, {
    get: (has, name) =>
      name in has ? has[name as never] : name === "then" ? undefined : nothing(`${what}.${String(name)}`),
  }) as never;
const STRANGERS = beyond(
  {
    access: beyond({ find: async () => null }, "access"),
    contextOf: async () => ({
      ...{
        actor: null,
        keyRefused: undefined,
        turnAway: async () => {},
        reportDefect: nothing,
        whileSignedIn: nothing,
      },
      ...{ queries: beyond({}, "queries"), verbs: beyond({}, "verbs"), live: beyond({}, "live"), lab: null },
    }),
    exportAudit: () => nothing("the audit log"),
    configuration: { organisation: "Test" },
  },
  "server",
);

describe("who may ask the routes of the console", () => {
  let before: (typeof held)[typeof SERVER];
  beforeEach(() => {
    before = held[SERVER];
    held[SERVER] = Promise.resolve(STRANGERS);
  });
  afterEach(() => {
    if (before) held[SERVER] = before;
    else delete held[SERVER];
  });

  it("knows each of them", () => {
    expect(routes.toSorted()).toEqual(Object.keys(WHO).toSorted());
  });

  it.each(Object.keys(WHO).filter((route) => WHO[route] !== "anybody"))(
    "%s lets nobody in who is not signed in",
    async (route) => {
      const module: Route = await import(pathToFileURL(path.join(API, route, "route.ts")).href);
      const asked = METHODS.filter((method) => module[method]);
      expect(asked).not.toEqual([]);
      for (const method of asked) {
        const procedure = method === "GET" ? "system.info" : "machine.start";
        const address = `http://127.0.0.1/api/${route.replace("[trpc]", procedure).replace("[id]", "1")}`;
        const headers = { "Content-Type": "application/json" };
        const request =
          method === "GET"
            ? new Request(address)
            : route === "trpc/[trpc]"
              ? new Request(address, { method, headers, body: "{}" })
              : new Request(address, { method, body: new URLSearchParams({ of: "no use" }) });
        const answer = await module[method]?.(request, { params: Promise.resolve({ id: "1" }) });
        const location = answer?.headers.get("Location") ?? "";
        expect([answer?.status, location], method).toSatisfy(([status]: [number]) =>
          status === 303 ? location.startsWith("/sign-in?") : status === 401,
        );
      }
    },
  );
});
