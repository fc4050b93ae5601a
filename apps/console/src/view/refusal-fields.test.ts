import { describe, expect, it } from "vitest";
import { fieldError, isAboutNone } from "./refusal-fields";

const refusal = {
  code: "invalid",
  message: "The memory is too small.",
  field: "memoryMiB",
  value: 16,
  limit: "at least 96 MiB",
  remedy: "Ask for more.",
} as const;

describe("where a refusal is shown", () => {
  it("is under its field, with limit and remedy", () => {
    expect(fieldError(refusal, "memoryMiB")).toBe("The memory is too small. Limit: at least 96 MiB. Ask for more.");
    expect(fieldError(refusal, "name")).toBeUndefined();
  });
  it("is under the field that holds the part it names", () => {
    expect(fieldError({ ...refusal, field: "protection.recovery" }, "protection")).toBeDefined();
    expect(fieldError({ ...refusal, field: "protections" }, "protection")).toBeUndefined();
  });
  it("is with the form where no field is its own", () => {
    expect(isAboutNone(refusal, ["name", "memoryMiB"])).toBe(false);
    expect(isAboutNone({ code: "unreachable", message: "No answer." }, ["name"])).toBe(true);
  });
});
