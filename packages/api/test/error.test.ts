import { Refusal, type RefusalCode } from "@v-available/domain/refusal";
import { describe, expect, it } from "vitest";
import type { Context } from "../src/context";
import { makeHandler } from "../src/handler";

const MACHINE = "00000000-0000-7000-8000-000000000001";

/** Asks over HTTP, as a browser does, for a machine whose query answers with this error. */
async function ask(error: unknown, input: unknown = { machineId: MACHINE }) {
  const reported: unknown[] = [];
  const context = {
    queries: { machine: () => Promise.reject(error) },
    verbs: {},
    live: {},
    lab: null,
    actor: { role: "owner", name: "Ada", sites: "all" },
    reportDefect: (defect: unknown) => void reported.push(defect),
  } as unknown as Context;
  const url = `http://localhost/api/trpc/machine.get?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await makeHandler(() => context)(new Request(url));
  const text = await response.text();
  return { status: response.status, text, refusal: JSON.parse(text).error?.data?.refusal, reported };
}

describe("errors as the API gives them", () => {
  it.each([
    ["invalid", 400],
    ["unauthenticated", 401],
    ["forbidden", 403],
    ["not-found", 404],
    ["conflict", 409],
    ["illegal-transition", 412],
    ["unsupported", 405],
    ["blocked", 412],
    ["unreachable", 503],
    ["failed", 500],
  ] as const satisfies readonly (readonly [RefusalCode, number])[])(
    "keeps a refusal whole: %s is %i",
    async (code, status) => {
      const detail = { code, message: "No.", field: "memoryMiB", value: 7, limit: "8", remedy: "Give it more." };
      const answer = await ask(new Refusal(detail));
      expect(answer.status).toBe(status);
      expect(answer.refusal).toEqual(detail);
      expect(answer.reported).toEqual([]);
    },
  );

  it("never tells what an unknown error says, and reports it", async () => {
    const defect = new TypeError("password of the database: hunter2");
    const answer = await ask(defect);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("hunter2");
    expect(answer.text).not.toContain("TypeError");
    expect(answer.refusal).toMatchObject({ code: "failed", message: expect.stringMatching(/\.$/) });
    expect(answer.reported).toEqual([defect]);
  });

  it("names the field of an input that is not valid", async () => {
    const answer = await ask(new Error("not reached"), { machineId: "seven" });
    expect(answer.status).toBe(400);
    expect(answer.refusal).toMatchObject({ code: "invalid", field: "machineId" });
    expect(answer.reported).toEqual([]);
  });
});
