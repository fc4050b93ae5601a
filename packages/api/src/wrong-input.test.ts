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
});
const fine = { name: "abc", memoryMiB: 512, share: 1, guest: "linux", protection: { mirror: "none" } };

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
  ])("names field, value, limit and remedy of %j", (change, field, value, limit) => {
    expect(refused(change)).toMatchObject({ code: "invalid", field, value, limit, remedy: expect.any(String) });
  });

  it("is a sentence", () => {
    expect(refused({ memoryMiB: 16 })?.message).toBe("Memory must be at least 96 MiB.");
  });
});
