import { describe, expect, it } from "vitest";
import * as z from "zod";
import { refusalOfInput } from "./wrong-input";

const schema = z.object({
  name: z
    .string()
    .max(5)
    .regex(/^[a-z]+$/, "a name has lower-case letters"),
  memoryMiB: z.int("memory must be a whole number of MiB").min(96, "memory must be at least 96 MiB"),
  share: z.number().min(0.05),
  guest: z.enum(["linux", "windows"]),
  protection: z.object({ mirror: z.enum(["none", "sync"]) }),
  recovery: z.union([z.literal("none"), z.strictObject({ targetRpoMs: z.int().min(1) })]),
  after: z.array(z.union([z.strictObject({ machine: z.string() }), z.strictObject({ label: z.string() })])),
  window: z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("once") })]),
});
const fine = {
  name: "abc",
  memoryMiB: 512,
  share: 1,
  guest: "linux",
  ...{ protection: { mirror: "none" }, recovery: "none", after: [], window: { kind: "once" } },
};

function refused(change: Record<string, unknown>) {
  const input = { ...fine, ...change };
  const { error } = schema.safeParse(input);
  return error ? refusalOfInput(error, input) : null;
}

describe("what is told about input that is wrong", () => {
  it.each([
    [{ memoryMiB: 16 }, "memoryMiB", 16, "at least 96"],
    [{ memoryMiB: "much" }, "memoryMiB", "much", "a number"],
    [{ share: 0 }, "share", 0, "at least 0.05"],
    [{ memoryMiB: null }, "memoryMiB", null, "a number"],
    [{ name: "abcdef" }, "name", "abcdef", "at most 5 characters"],
    [{ name: "A B" }, "name", "A B", "a name has lower-case letters"],
    [{ guest: "beos" }, "guest", "beos", "linux, windows"],
    [{ protection: { mirror: "maybe" } }, "protection.mirror", "maybe", "none, sync"],
    [{ window: { kind: "never" } }, "window.kind", "never", "once"],
    [{ window: { kind: "once", color: "red" } }, "window.color", "red", "the fields of its schema"],
    [{ recovery: "async" }, "recovery", "async", "none, or an object"],
    [{ recovery: { targetRpoMs: 0 } }, "recovery.targetRpoMs", 0, "at least 1"],
    [{ recovery: { targetRpoMs: 5, color: "red" } }, "recovery.color", "red", "the fields of its schema"],
    [{ recovery: { targetRpoMs: "5", color: ["red"] } }, "recovery.color", '["red"]', "the fields of its schema"],
    [{ after: [{ label: "x" }, { label: 5, color: 9 }] }, "after.1.color", 9, "the fields of its schema"],
    [{ after: [{ machin: "x" }] }, "after.0", '{"machin":"x"}', "machine: text, or label: text"],
    [{ after: [{ label: 5 }] }, "after.0.label", 5, "text"],
  ])("names field, value, limit and remedy of %j", (change, field, value, limit) => {
    expect(refused(change)).toMatchObject({ code: "invalid", field, value, limit, remedy: expect.any(String) });
  });

  it("is a sentence", () => {
    expect(refused({ memoryMiB: 16 })?.message).toBe("Memory must be at least 96 MiB.");
    expect(refused({ recovery: { color: "red" } })?.message).toBe("There is no recovery.color in it.");
    expect(refused({ recovery: 7 })?.message).toBe("Expected none, or an object.");
  });
});
